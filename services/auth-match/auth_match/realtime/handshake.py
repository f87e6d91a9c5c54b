"""Who opens this socket: a single-use ticket in the subprotocol, or a Bearer token (native clients).

Subprotocols `maru.v1, ticket.<ticket>`; the server selects `maru.v1` (design 3). Never a token in the URL.
"""

from typing import Any

from django.conf import settings

from auth_match.accounts import service as accounts
from auth_match.accounts.errors import NotAuthenticated
from auth_match.accounts.service import TicketHolder
from auth_match.accounts.tokens import verify_access_token
from auth_match.realtime.errors import OriginRefused

SUBPROTOCOL = "maru.v1"
TICKET_PREFIX = "ticket."

Scope = dict[str, Any]


def selected_subprotocol(scope: Scope) -> str | None:
    """`maru.v1` whenever it was offered, even when refusing: else a browser sees 1006 and no code."""
    return SUBPROTOCOL if SUBPROTOCOL in scope.get("subprotocols", []) else None


async def authenticate(scope: Scope, purpose: str) -> TicketHolder:
    """The holder of a live session; OriginRefused, or an accounts error, for everybody else."""
    check_origin(header(scope, b"origin"))
    for offered in scope.get("subprotocols", []):
        if offered.startswith(TICKET_PREFIX):
            return await accounts.redeem_ws_ticket(offered.removeprefix(TICKET_PREFIX), purpose)
    scheme, _, token = (header(scope, b"authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated
    return await accounts.async_session_holder(verify_access_token(token.strip()))


def check_origin(origin: str | None) -> None:
    """A browser always says where its page is from; programs that are none need not."""
    if origin is not None and origin.lower() not in settings.ALLOWED_ORIGINS:
        raise OriginRefused


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of that (lower-case) name, as text whatever its bytes."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)
