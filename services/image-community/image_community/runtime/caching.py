"""What may be kept of an answer: nothing, unless its route says otherwise (RFC 9111 5.2.2)."""

from collections.abc import Collection

from fastapi import Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_STORE = "no-store"
# An answer that depends on who asks, also the one to a guest: kept by the asking client alone, under the
# token it was given to, and asked for again each time.
OF_THE_CALLER = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
REVALIDATED = "no-cache"


def depends_on_caller(response: Response) -> None:
    """Marks what a route returns. A route that returns a Response of its own sets OF_THE_CALLER itself."""
    response.headers.update(OF_THE_CALLER)


class CacheControlMiddleware:
    """Pure ASGI: `no-store` where nothing else is said, and on every refusal.

    `documents`: paths whose answer is the same for every client and changes with a release.
    """

    def __init__(self, app: ASGIApp, documents: Collection[str]) -> None:
        self.app = app
        self.documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        default = REVALIDATED if scope["path"] in self.documents else NO_STORE

        async def send_with_cache_control(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] >= 400:
                    headers["Cache-Control"] = NO_STORE
                else:
                    headers.setdefault("Cache-Control", default)
            await send(message)

        await self.app(scope, receive, send_with_cache_control)
