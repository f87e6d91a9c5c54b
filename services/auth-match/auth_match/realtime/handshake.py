"""Authenticates a socket: a single-use ticket in the subprotocol, or a Bearer token (native clients).

Subprotocols `maru.v1, ticket.<ticket>`; the server selects `maru.v1`. Never a token in the URL.
"""

import asyncio
from typing import Any

from auth_match.accounts import limits
from auth_match.accounts import service as accounts
from auth_match.accounts.errors import InvalidTicket
from auth_match.accounts.service import TicketHolder
from auth_match.accounts.tokens import verify_access_token
from auth_match.realtime.errors import OriginRefused
from auth_match.runtime.origins import allowed_origins, is_own
from auth_match.runtime.requests import address_of

SUBPROTOCOL = "maru.v1"
TICKET_PREFIX = "ticket."

Scope = dict[str, Any]


def selected_subprotocol(scope: Scope) -> str | None:
    """`maru.v1` if the client offered it, even for a refusal: else a browser sees 1006 and no close code."""
    return SUBPROTOCOL if SUBPROTOCOL in scope.get("subprotocols", []) else None


async def authenticate(scope: Scope, purpose: str) -> TicketHolder:
    """The user with an active session.

    A valid ticket was counted when it was issued. Every other handshake counts like a ticket: one attempt of
    its address, and one of its user once that is known.

    Raises: OriginRefused, NotAuthenticated, InvalidTicket, InvalidToken, TooOften.
    """
    check_origin(header(scope, b"origin"), header(scope, b"host"))
    ticket = _ticket(scope)
    if ticket is None:
        return await _bearer(scope)
    try:
        holder = await accounts.redeem_ws_ticket(ticket, purpose)
    except InvalidTicket:
        await _spend("ws_ticket_per_ip", _address(scope))
        raise
    await asyncio.to_thread(_require_no_flood, holder.user_id)
    return holder


async def penalize_flood(holder: TicketHolder) -> None:
    """Opening a socket costs many queries, so a user who was cut for a flood waits before the next one."""
    await asyncio.to_thread(limits.penalize, "flood_per_user", holder.user_id)


async def _bearer(scope: Scope) -> TicketHolder:
    await _spend("ws_ticket_per_ip", _address(scope))
    scheme, _, token = (header(scope, b"authorization") or "").partition(" ")
    claims = verify_access_token(token.strip() if scheme.lower() == "bearer" else "")
    await asyncio.to_thread(_spend_of_user, claims.user_id)
    return await accounts.async_session_holder(claims)


def _spend_of_user(user_id: int) -> None:
    _require_no_flood(user_id)
    limits.spend("ws_ticket_per_user", user_id)


def _require_no_flood(user_id: int) -> None:
    limits.require_no_wait("flood_per_user", user_id)


async def _spend(limit: str, key: str | int) -> None:
    await asyncio.to_thread(limits.spend, limit, key)


def _ticket(scope: Scope) -> str | None:
    offered = (each for each in scope.get("subprotocols", []) if each.startswith(TICKET_PREFIX))
    return next((each.removeprefix(TICKET_PREFIX) for each in offered), None)


def _address(scope: Scope) -> str:
    return address_of(header(scope, b"x-forwarded-for") or (scope.get("client") or ("",))[0])


def check_origin(origin: str | None, host: str | None) -> None:
    """Browsers always send Origin; other clients need not."""
    if origin is not None and not is_own(origin, host) and origin not in allowed_origins():
        raise OriginRefused


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of that (lower-case) name, decoded as Latin-1."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)
