"""Limits the size of bodies, with or without a Content-Length."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_community.runtime.headers import has_body, header

MAX_JSON_BYTES = 64 * 1024


class BodyLimitMiddleware:
    """Pure ASGI. `larger` has the routes with larger bodies: {(method, path): bytes}.

    FastAPI's own `max_body_size` replaces the response by plain text, even an earlier 401. This raises an
    HTTPException where the body is read, so checks of the route come first.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[tuple[str, str], int]) -> None:
        self.app = app
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not has_body(scope):
            await self.app(scope, receive, send)
            return
        limit = self.larger.get((scope["method"], scope["path"]), MAX_JSON_BYTES)
        await self.app(scope, _limited(receive, limit=limit, declared=_declared_bytes(scope)), send)


def _declared_bytes(scope: Scope) -> int:
    text = header(scope, b"content-length")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _limited(receive: Receive, *, limit: int, declared: int) -> Receive:
    seen = 0

    def check(size: int) -> None:
        if size > limit:
            raise HTTPException(413, "The body is larger than this address accepts.")

    async def receive_within_limit() -> Message:
        nonlocal seen
        check(declared)
        message = await receive()
        seen += len(message.get("body", b""))
        check(seen)
        return message

    return receive_within_limit
