"""Reads a refused body to its end before the response starts.

A server that closes with unread data resets the connection (RFC 9112 9.6), and the response may be lost:
behind a proxy a 401 or 413 then randomly arrives as a 502. The response must not start earlier either: nginx
then stops sending, and the rest never arrives.
"""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_community.runtime.headers import has_body

DRAIN_SECONDS = 10


class DrainMiddleware:
    """Pure ASGI. At most `max_bytes` are read and discarded, for at most `DRAIN_SECONDS`."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not has_body(scope):
            await self.app(scope, receive, send)
            return
        body = _Body(receive)

        async def send_after_the_body(message: Message) -> None:
            if message["type"] == "http.response.start":
                with suppress(TimeoutError):
                    async with asyncio.timeout(DRAIN_SECONDS):
                        await body.drain(self.max_bytes)
            await send(message)

        await self.app(scope, body.receive, send_after_the_body)


class _Body:
    """The request's body, and whether it was read to its end."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_complete = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._is_complete = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def drain(self, max_bytes: int) -> None:
        read = 0
        while not self._is_complete and read <= max_bytes:
            read += len((await self.receive()).get("body", b""))
