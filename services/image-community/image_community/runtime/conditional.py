"""Answers that are not sent again to those who have them. RFC 9110 8.8.3 and 13.1.2."""

import hashlib

from starlette.requests import Request


def etag_of(body: bytes) -> str:
    """A weak tag, since the gateway may compress the body."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


def has_it(request: Request, etag: str) -> bool:
    """Whether If-None-Match names this tag, or any; compared weakly, as RFC 9110 demands of it."""
    named = ",".join(request.headers.getlist("if-none-match"))
    opaque = {each.strip().removeprefix("W/") for each in named.split(",")}
    return named.strip() == "*" or etag.removeprefix("W/") in opaque
