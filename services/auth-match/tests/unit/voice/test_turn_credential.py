"""The credential equals what a TURN server with the same secret computes."""

import base64
import hashlib
import hmac

from auth_match.voice.domain import turn_credential


def test_credential_is_the_hmac_of_the_name() -> None:
    issued = turn_credential.issue(secret="north", user_id=7, expires_at=1_800_000_000)
    expected = hmac.new(b"north", b"1800000000:7", hashlib.sha1).digest()
    assert issued.username == "1800000000:7"
    assert base64.b64decode(issued.credential) == expected
