"""Answers that are not sent again to those who have them. RFC 9110 8.8.3 and 13.1.2."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from fastapi import Request, Response

from image_community.runtime.clock import as_text
from image_community.runtime.openapi import Responses

HEADERS = {
    "ETag": {"schema": {"type": "string"}},
    "X-Maru-As-Of": {"schema": {"type": "string", "format": "date-time"}},
}
UNCHANGED: Responses = {304: {"headers": HEADERS, "description": "As the answer that If-None-Match names"}}


def etag_of(body: bytes) -> str:
    """A weak tag, since the gateway may compress the body."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


def answer(
    request: Request,
    body: bytes,
    *,
    etag: str,
    as_of: datetime,
    media_type: str,
    caching: Mapping[str, str],
) -> Response:
    """The body, or 304 to a client that has it. `caching`: Cache-Control and Vary."""
    headers = {**caching, "ETag": etag, "X-Maru-As-Of": as_text(as_of)}
    if _has_it(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _has_it(request: Request, etag: str) -> bool:
    """Whether If-None-Match names this tag, or any; compared weakly, as RFC 9110 demands of it."""
    named = ",".join(request.headers.getlist("if-none-match"))
    opaque = {each.strip().removeprefix("W/") for each in named.split(",")}
    return named.strip() == "*" or etag.removeprefix("W/") in opaque
