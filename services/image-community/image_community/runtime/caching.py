"""Cache-Control of responses: `no-store`, unless the route sets another (RFC 9111 5.2.2)."""

from collections.abc import Collection, Mapping

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_community.runtime.headers import header

NO_STORE = "no-store"
# A response that depends on the caller, also for guests: stored only by the client, per token, and
# revalidated each time.
OF_THE_CALLER = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
REVALIDATED = "no-cache"


def depends_on_caller(response: Response) -> None:
    """Set the headers of a caller-specific response. A route that returns a Response copies them."""
    response.headers.update(OF_THE_CALLER)


def caching_of(request: Request, response: Response) -> Mapping[str, str]:
    """The headers of a Response that a route returns itself; `response` has those set by dependencies.

    All guests get the same one, so a shared cache may store it and must revalidate.
    """
    if "authorization" not in request.headers:
        response.headers["Cache-Control"] = REVALIDATED
    return response.headers


class CacheControlMiddleware:
    """Pure ASGI: `no-store` by default, and on every refusal.

    `documents`: paths with the same response for every client, which changes only with a release.
    """

    def __init__(self, app: ASGIApp, documents: Collection[str]) -> None:
        self.app = app
        self.documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        default = (REVALIDATED if scope["path"] in self.documents else NO_STORE).encode()

        async def send_with_cache_control(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] >= 400:
                    MutableHeaders(scope=message)["Cache-Control"] = NO_STORE
                elif not header(message, b"cache-control"):
                    message["headers"].append((b"cache-control", default))
            await send(message)

        await self.app(scope, receive, send_with_cache_control)
