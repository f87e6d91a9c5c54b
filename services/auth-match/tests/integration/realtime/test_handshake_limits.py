"""What opening a socket costs: a try of the user and of the address, and one of the user's ten places."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.models import User
from auth_match.matching.consumers import MatchConsumer
from auth_match.realtime import socket_store
from auth_match.realtime.close_codes import CloseCode

pytestmark = pytest.mark.django_db(transaction=True)
Handshake = dict[str, Any]


def bearer(access: str, address: str = "192.0.2.1") -> Handshake:
    headers = [(b"authorization", f"Bearer {access}".encode()), (b"x-forwarded-for", address.encode())]
    return {"type": "websocket", "path": "/ws/match/", "headers": headers}


def ticket(text: str, address: str = "192.0.2.1") -> Handshake:
    headers = [(b"x-forwarded-for", address.encode())]
    return {
        **{"type": "websocket", "path": "/ws/match/", "headers": headers},
        "subprotocols": ["maru.v1", f"ticket.{text}"],
    }


async def opened(handshake: Handshake) -> int | None:
    """Opens a socket and leaves again; the code with which it was refused, or None."""
    to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    serving = asyncio.create_task(MatchConsumer.as_asgi()(handshake, to_server.get, sent.put))
    await to_server.put({"type": "websocket.connect"})
    assert (await sent.get())["type"] == "websocket.accept"
    answer = await sent.get()
    await to_server.put({"type": "websocket.disconnect", "code": 1000})
    await serving
    return answer.get("code")


async def test_bearer_handshakes_cost_what_tickets_cost(
    alice: User, log_in: Any, loop_redis: None, settings: Any
) -> None:
    settings.LIMITS = {**settings.LIMITS, "ws_ticket_per_user": Allowance(free=3, seconds=60)}
    access = (await sync_to_async(log_in)(alice))["access"]
    codes = [await opened(bearer(access, f"192.0.2.{number}")) for number in range(6)]
    assert codes[:3] == [None] * 3
    assert codes[-1] == CloseCode.TOO_OFTEN


@pytest.mark.parametrize("handshake", [bearer("no.token.atall"), ticket("never issued")])
async def test_refused_handshakes_cost_their_address(
    db: None, loop_redis: None, settings: Any, handshake: Handshake
) -> None:
    settings.LIMITS = {**settings.LIMITS, "ws_ticket_per_ip": Allowance(free=3, seconds=60)}
    codes = [await opened(handshake) for _ in range(6)]
    assert codes[:3] == [CloseCode.AUTH] * 3
    assert codes[-1] == CloseCode.TOO_OFTEN


async def test_user_has_so_many_places_over_all_processes(alice: User, log_in: Any, loop_redis: None) -> None:
    access = (await sync_to_async(log_in)(alice))["access"]
    for number in range(10):  # as other processes would
        assert await socket_store.enter(alice.id, f"elsewhere {number}", most=10)
    assert await opened(bearer(access)) == CloseCode.TOO_OFTEN
    await socket_store.leave(alice.id, "elsewhere 3")
    assert await opened(bearer(access)) is None
    assert await opened(bearer(access)) is None  # the one before left its place


async def test_places_of_a_dead_process_end(alice: User, loop_redis: None, monkeypatch: Any) -> None:
    for number in range(10):
        assert await socket_store.enter(alice.id, f"dead {number}", most=10)
    monkeypatch.setattr(socket_store.time, "time", lambda real=socket_store.time.time: real() + 61)
    assert await socket_store.enter(alice.id, "alive", most=10)
