"""Django's request classes with a sanitised Content-Type, and the client's address.

A Content-Type may claim any charset that Python has a codec for ("hex", "zlib"), and Django decodes the query
string with it; or have a parameter in an unknown charset. Both raise before any handler can respond.
"""

import re
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

_BOUNDARY = re.compile(
    r"""boundary="?([0-9A-Za-z'()+_,./:=?-]{1,70})"?(?:;|$)"""
)  # RFC 2046 5.1.1, no blanks


def plain_content_type(header: str) -> str:
    """The media type without parameters, except a multipart's boundary. Everything is UTF-8 here."""
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


def client_address(request: HttpRequest) -> str:
    """The client as the gateway saw it: the last hop of X-Forwarded-For, the only one that it sends."""
    return address_of(request.META.get("HTTP_X_FORWARDED_FOR") or request.META.get("REMOTE_ADDR", ""))


def address_of(forwarded: str) -> str:
    """The last hop; for IPv6 its /64, the network of one customer. "unknown" if it is not an address."""
    try:
        address = ip_address(forwarded.rpartition(",")[2].strip())
    except ValueError:
        return "unknown"
    return str(address if isinstance(address, IPv4Address) else ip_network((int(address), 64), strict=False))
