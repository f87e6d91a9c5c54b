"""Django's request classes, with the one header that they read too trustingly made plain first.

A Content-Type may claim any charset that Python has a codec for ("hex", "zlib"), and Django decodes the query
string with it; or hold a parameter in a charset that nobody knows. Both raise before any handler can answer.
"""

import re
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest

_BOUNDARY = re.compile(
    r"""boundary="?([0-9A-Za-z'()+_,./:=?-]{1,70})"?(?:;|$)"""
)  # RFC 2046 5.1.1, no blanks


def plain_content_type(header: str) -> str:
    """The media type, and of its parameters only a multipart's boundary. Everything is UTF-8 here."""
    media_type, _, parameters = header.partition(";")
    media_type = media_type.strip().lower()
    boundary = _BOUNDARY.search(parameters) if media_type.startswith("multipart/") else None
    return f"{media_type}; boundary={boundary[1]}" if boundary else media_type


class _PlainContentType:
    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        if "CONTENT_TYPE" in meta:
            meta["CONTENT_TYPE"] = plain_content_type(meta["CONTENT_TYPE"])
        super()._set_content_type_params(meta)  # type: ignore[misc]  # HttpRequest's, by the classes below


class PlainWSGIRequest(_PlainContentType, WSGIRequest):
    """For `web`: `application.request_class`."""


class PlainASGIRequest(_PlainContentType, ASGIRequest):
    """For `realtime`: `application.request_class`."""
