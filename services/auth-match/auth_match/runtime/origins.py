"""Whose pages may open sockets (RFC 6454), and which pages are our own.

The list is a setting and a file, which is read again on SIGHUP: no socket is dropped for a new front end.
"""

import asyncio
import re
import signal
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)
COMMENT = re.compile(r"#.*")
BETWEEN = re.compile(r"[,\s]+")
# The same as in gateway/container/start and deploy/native/origins.py (tests/house/test_origins.py).
PORT = "([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
ORIGIN = re.compile(rf"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:{PORT})?/?", re.IGNORECASE)


def origin_of(url: str) -> str:
    """`scheme://host[:port]` as browsers send it in Origin (RFC 6454 6.2): lower case, no default port.

    Raises: ValueError.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http or https URL")
    is_default_port = parts.port in (None, {"http": 80, "https": 443}[parts.scheme])
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" if is_default_port else f"{parts.scheme}://{host}:{parts.port}"


def origins_of(text: str) -> frozenset[str]:
    """Of a file: one per line, `#` begins a comment. Raises: ValueError."""
    words = [word for word in BETWEEN.split(COMMENT.sub("", text)) if word]
    for word in words:
        if not ORIGIN.fullmatch(word):
            raise ValueError(f"{word!r} is no origin, such as https://app.example")
    return frozenset(origin_of(word) for word in words)


def is_own(origin: str | None, host: str | None) -> bool:
    """Whether the page came from us: from the public address, or from the host that the request itself names.
    Browsers let no page choose either header."""
    origin, host = (origin or "").lower(), (host or "").lower()
    return origin == settings.OWN_ORIGIN or (bool(host) and origin in (f"http://{host}", f"https://{host}"))


class Origins:
    """The origins whose pages may open sockets, besides our own."""

    def __init__(self, listed: Iterable[str], file: Path | None) -> None:
        self._listed = frozenset(listed)
        self._file = file
        self._of_file: frozenset[str] = frozenset()
        self.read()

    def read(self) -> None:
        """Reads the file. One that is missing lists none; one that is wrong changes nothing."""
        if self._file is None:
            return
        try:
            self._of_file = origins_of(self._file.read_text())
        except FileNotFoundError:
            self._of_file = frozenset()
        except (OSError, ValueError) as error:
            log.error("origins_not_read", file=str(self._file), error=str(error))
        else:
            log.info("origins_read", origins=sorted(self._of_file))

    def __contains__(self, origin: str) -> bool:
        return origin.lower() in self._listed | self._of_file


@cache
def allowed_origins() -> Origins:
    """Those of this process."""
    return Origins(settings.ALLOWED_ORIGINS, settings.ORIGINS_FILE)


def read_again_at_hangup() -> None:
    """From now on SIGHUP reads the file again."""
    origins = allowed_origins()
    if threading.current_thread() is threading.main_thread():
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, origins.read)
