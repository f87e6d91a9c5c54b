"""One line per request: method, path, status, duration. Never the query string, never a header."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_community.runtime.logging import request_logger

QUIET_PATHS = frozenset({"/healthz", "/startupz", "/readyz"})


class RequestLogMiddleware:
    """Pure ASGI: logs each response (of QUIET_PATHS only failed ones), or status 499 when there is none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._log = request_logger(__name__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 499

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            if scope["path"] not in QUIET_PATHS or status >= 400:
                self._log.info(
                    "request",
                    method=scope["method"],
                    path=scope["path"],
                    status=status,
                    duration_ms=round((time.perf_counter() - started) * 1000, 1),
                )
