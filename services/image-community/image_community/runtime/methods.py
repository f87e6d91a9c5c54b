"""HEAD and `Allow` for every path (RFC 9110 9.3.2 and 10.2.1)."""

from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


class HeadMiddleware:
    """Pure ASGI: answers HEAD as GET; the server drops the body.

    Not for the paths of `app.state.without_head`, whose GET has side effects: HEAD is safe (9.2.1).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD" and _has_head(scope):
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


def _has_head(scope: Scope) -> bool:
    return scope["path"] not in scope["app"].state.without_head


def allowed(request: Request) -> str:
    """The `Allow` of this path: the methods of all its routes, since each route knows only its own."""

    def is_answered(method: str) -> bool:
        if method == "HEAD" and not _has_head(request.scope):
            return False
        scope = {**request.scope, "method": "GET" if method == "HEAD" else method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return ", ".join(filter(is_answered, METHODS))
