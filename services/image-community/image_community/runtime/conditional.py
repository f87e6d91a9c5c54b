"""Conditional responses: ETag and If-None-Match. RFC 9110 8.8.3 and 13.1.2."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from fastapi import Request, Response

from image_community.runtime.clock import as_text
from image_community.runtime.openapi import Responses, headers

HEADERS = headers("ETag", "X-Maru-As-Of")
UNCHANGED: Responses = {
    304: {"headers": HEADERS, "description": "Unchanged since the response with the ETag of If-None-Match"}
}


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
    """The body, or 304 if the client has it. `caching`: Cache-Control, Vary, a challenge."""
    sent = {**caching, "ETag": etag, "X-Maru-As-Of": as_text(as_of)}
    if _is_cached(request, etag):
        return Response(status_code=304, headers=sent)
    return Response(body, media_type=media_type, headers=sent)


def _is_cached(request: Request, etag: str) -> bool:
    """Whether If-None-Match has this tag or `*`; weak comparison, as RFC 9110 requires."""
    tags = ",".join(request.headers.getlist("if-none-match"))
    opaque = {each.strip().removeprefix("W/") for each in tags.split(",")}
    return tags.strip() == "*" or etag.removeprefix("W/") in opaque
