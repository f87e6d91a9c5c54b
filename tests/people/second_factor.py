"""What an authenticator app and a person read from the page of the second factor."""

import re
from base64 import b32decode

from django_otp.oath import TOTP


def secret_on(page: str) -> bytes:
    found = re.search(r"Secret: <code>([A-Z2-7 ]+)</code>", page)
    assert found
    return b32decode(found[1].replace(" ", ""))


def key_on(page: str) -> str:
    """The hidden field of the form."""
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def recovery_codes_on(page: str) -> list[str]:
    return re.findall(r'class="recovery-code">(\w+)<', page)


def code_of(secret: bytes, *, steps: int = 0) -> str:
    """Of the step that many before or after now."""
    return f"{TOTP(secret, drift=steps).token():06}"
