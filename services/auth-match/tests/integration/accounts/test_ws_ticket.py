import asyncio
from collections.abc import Callable

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from auth_match.accounts import service
from auth_match.accounts.errors import InvalidTicket, InvalidToken
from auth_match.accounts.models import Session, User
from auth_match.accounts.tokens import verify_access_token
from auth_match.errors import DomainError
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.redis import sync_client

URL = "/api/auth/ws-ticket/"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("loop_redis")]


def ticket_for(client: APIClient, purpose: str = "match") -> str:
    response = client.post(URL, {"purpose": purpose}, "json")
    assert response.status_code == 200
    assert response.json()["expires_in"] == settings.WS_TICKET_SECONDS == 30
    return str(response.json()["ticket"])


async def test_ticket_opens_one_socket_for_its_holder(
    as_user: Callable[[User], APIClient], alice: User
) -> None:
    ticket = await in_database_thread(lambda: ticket_for(as_user(alice)))
    holder = await service.redeem_ws_ticket(ticket, "match")
    session = await in_database_thread(Session.objects.get)
    assert (holder.user_id, holder.username, holder.sid) == (alice.id, "alice", session.sid)
    with pytest.raises(InvalidTicket):
        await service.redeem_ws_ticket(ticket, "match")


async def test_one_of_ten_parallel_uses_succeeds(as_user: Callable[[User], APIClient], alice: User) -> None:
    ticket = await in_database_thread(lambda: ticket_for(as_user(alice)))
    uses = [service.redeem_ws_ticket(ticket, "match") for _ in range(10)]
    results = await asyncio.gather(*uses, return_exceptions=True)
    assert sum(isinstance(result, service.TicketHolder) for result in results) == 1
    assert sum(isinstance(result, InvalidTicket) for result in results) == 9


async def test_ticket_for_another_purpose_is_refused_and_used_up(
    as_user: Callable[[User], APIClient], alice: User
) -> None:
    ticket = await in_database_thread(lambda: ticket_for(as_user(alice), "voice"))
    for purpose in ("match", "voice"):
        with pytest.raises(InvalidTicket):
            await service.redeem_ws_ticket(ticket, purpose)


async def test_ticket_is_invalid_after_its_session_ends(
    as_user: Callable[[User], APIClient], alice: User
) -> None:
    ticket = await in_database_thread(lambda: ticket_for(as_user(alice)))
    await in_database_thread(lambda: Session.objects.update(ended_at=clock.now()))
    with pytest.raises(InvalidToken):
        await service.redeem_ws_ticket(ticket, "match")


@pytest.mark.parametrize("ticket", ["", "unknown", "\ud800", "x" * 10_000, "nul\0"])
async def test_hostile_ticket_is_refused(ticket: str) -> None:
    with pytest.raises(DomainError):
        await service.redeem_ws_ticket(ticket, "match")


async def test_bearer_handshake_needs_an_active_session(
    log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = await in_database_thread(log_in, alice)
    claims = verify_access_token(tokens["access"])
    assert (await service.async_session_holder(claims)).user_id == alice.id
    await in_database_thread(lambda: service.log_out(refresh_token=tokens["refresh"]))
    with pytest.raises(InvalidToken):
        await service.async_session_holder(claims)


def test_redis_stores_only_an_expiring_hash_of_a_ticket(
    as_user: Callable[[User], APIClient], alice: User
) -> None:
    ticket = ticket_for(as_user(alice))
    (key,) = sync_client().scan_iter("maru:ws_ticket:*")
    assert ticket not in key
    assert ticket not in str(sync_client().get(key))
    assert 0 < sync_client().ttl(key) <= 30


@pytest.mark.parametrize(
    "body", [{}, {"purpose": "admin"}, {"purpose": 1}, {"purpose": None}, {"purpose": {}}]
)
def test_unknown_purpose_is_422(as_user: Callable[[User], APIClient], alice: User, body: object) -> None:
    assert as_user(alice).post(URL, body, "json").status_code == 422


def test_ticket_needs_a_token(api: APIClient) -> None:
    assert api.post(URL, {"purpose": "match"}, "json").status_code == 401
