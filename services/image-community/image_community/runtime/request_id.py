"""One id per request, from the gateway or generated: in every log line, problem body and response."""

import re
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars, get_contextvars

from image_community.runtime.headers import header

LEGAL = re.compile(r"[0-9a-zA-Z-]{8,64}")


def current_request_id() -> str:
    """The id of the request being served, "" outside of one."""
    return str(get_contextvars().get("request_id", ""))


class RequestIdMiddleware:
    """Pure ASGI: accepts a valid X-Request-ID or generates one, and returns it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = header(scope, b"x-request-id")
        request_id = given if LEGAL.fullmatch(given) else uuid.uuid4().hex

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"x-request-id", request_id.encode()))
            await send(message)

        with bound_contextvars(request_id=request_id):
            await self.app(scope, receive, send_with_id)
