"""Reads headers as ASGI gives them: names in lower case, values in Latin-1.

Starlette's `Headers` decodes all of them for each lookup of one, at each of several middlewares.
"""

from collections.abc import MutableMapping
from typing import Any

from starlette.types import Scope


def header(carrier: MutableMapping[str, Any], name: bytes) -> str:
    """The first value of that header, "" without one. `carrier`: a scope, or a message that has headers."""
    for each, value in carrier["headers"]:
        if each == name:
            return str(value, "latin-1")
    return ""


def has_body(scope: Scope) -> bool:
    """Whether the request says that it has one (RFC 9112 6.3); over HTTP/1.1 no other has."""
    return bool(header(scope, b"content-length") or header(scope, b"transfer-encoding"))
