"""The refresh token in a cookie, for pages of our own origin that ask for it (`X-Maru-Session: cookie`).

Scripts cannot read it (HttpOnly), other sites cannot send it (SameSite=Strict, and `Origin` must be our own),
and it goes only to the addresses of sessions (Path). The gateway allows the header to no other origin, so a
page elsewhere cannot ask for a cookie either (decision 54).
"""

from urllib.parse import urlsplit

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from auth_match.accounts.errors import ForeignPage
from auth_match.accounts.tokens import TokenPair
from auth_match.runtime.origins import is_own

HEADER, VALUE = "X-Maru-Session", "cookie"
PATH = "/api/auth/"


def is_asked_for(request: Request) -> bool:
    """Whether this client keeps its session in the cookie.

    Raises: ForeignPage: a page of another origin asks.
    """
    if request.headers.get(HEADER) != VALUE:
        return False
    if not is_own(request.headers.get("Origin"), request.headers.get("Host")):
        raise ForeignPage
    return True


def token_of(request: Request) -> str:
    """The refresh token in the cookie, "" without one."""
    return str(request.COOKIES.get(_name(), ""))


def tokens_in_body(pair: TokenPair, *, in_cookie: bool) -> dict[str, str]:
    """The tokens of the response's body: without the one that the cookie holds."""
    return {"access": pair.access} if in_cookie else {"access": pair.access, "refresh": pair.refresh}


def set_on(response: Response, pair: TokenPair) -> Response:
    """It lives as long as the session may; what ends the session earlier leaves it to `delete_from`."""
    response.set_cookie(
        _name(),
        pair.refresh,
        max_age=int(settings.SESSION_ABSOLUTE_LIFETIME.total_seconds()),
        path=PATH,
        secure=settings.PUBLIC_URL.startswith("https:"),
        httponly=True,
        samesite="Strict",
    )
    return response


def delete_from(response: Response) -> Response:
    """The session is over."""
    response.delete_cookie(_name(), path=PATH, samesite="Strict")
    return response


def _name() -> str:
    """With the port: cookies know none, and two systems on one host must not log each other out."""
    parts = urlsplit(settings.PUBLIC_URL)
    return f"maru_refresh_{parts.port or {'https': 443}.get(parts.scheme, 80)}"
