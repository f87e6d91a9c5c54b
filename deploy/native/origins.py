"""The file with further origins (MARU_ORIGINS_PATH): the gateway reads it here, the sockets by themselves."""

import re

from native.declared import SettingError
from native.settings import NativeSettings

# The same as in gateway/container/start and auth_match/runtime/origins.py (tests/house/test_origins.py).
PORT = "([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
ORIGIN = re.compile(rf"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:{PORT})?/?", re.IGNORECASE)
EMPTY = """\
# Origins whose pages may use the APIs, besides our own and those of MARU_ALLOWED_ORIGINS: one per line.
# After a change: make reload. No socket is dropped.
# https://app.example
"""


def make_missing(settings: NativeSettings) -> None:
    """Makes the file of the data folder, without an origin. Another one is the operator's to make."""
    if settings.origins_file.parent == settings.data and not settings.origins_file.exists():
        settings.origins_file.parent.mkdir(parents=True, exist_ok=True)
        settings.origins_file.write_text(EMPTY)


def of_file(settings: NativeSettings) -> tuple[str, ...]:
    """The origins in it. A missing file lists none. Raises: SettingError, with the word that is wrong."""
    try:
        text = settings.origins_file.read_text()
    except FileNotFoundError:
        return ()
    words = tuple(word for word in re.split(r"[,\s]+", re.sub("#.*", "", text)) if word)
    for word in words:
        if not ORIGIN.fullmatch(word):
            raise SettingError(
                f"{settings.origins_file}: {word!r} is no origin, such as https://app.example."
            )
    return words
