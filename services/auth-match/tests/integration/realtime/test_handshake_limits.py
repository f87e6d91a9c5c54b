"""Opening a socket counts as an attempt of user and address, and as one of the user's ten sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.models import User
from auth_match.accounts.service import issue_ws_ticket
from auth_match.accounts.tokens import verify_access_token
from auth_match.matching.queue.consumer import MatchConsumer
from auth_match.realtime import socket_store
from auth_match.realtime.close_codes import CloseCode
from auth_match.runtime import redis as redis_clients
from auth_match.runtime.redis import async_client

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


@asynccontextmanager
async def socket(
    handshake: Handshake, *, code: int = 1000, consumer: type[MatchConsumer] = MatchConsumer
) -> AsyncIterator[dict[str, Any]]:
    """Yields the server's first message after the accept; the socket closes with `code` after the block."""
    to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    serving = asyncio.create_task(consumer.as_asgi()(handshake, to_server.get, sent.put))
    await to_server.put({"type": "websocket.connect"})
    assert (await sent.get())["type"] == "websocket.accept"
    yield await sent.get()
    await to_server.put({"type": "websocket.disconnect", "code": code})
    await serving


async def opened(handshake: Handshake) -> int | None:
    """Opens and closes a socket. Returns the close code of a refusal, or None."""
    async with socket(handshake) as answer:
        return answer.get("code")


async def test_bearer_handshakes_count_like_tickets(
    alice: User, log_in: Any, loop_redis: None, settings: Any
) -> None:
    settings.LIMITS = {**settings.LIMITS, "ws_ticket_per_user": Allowance(free=3, seconds=60)}
    access = (await sync_to_async(log_in)(alice))["access"]
    codes = [await opened(bearer(access, f"192.0.2.{number}")) for number in range(6)]
    assert codes[:3] == [None] * 3
    assert codes[-1] == CloseCode.TOO_OFTEN


@pytest.mark.parametrize("handshake", [bearer("no.token.atall"), ticket("never issued")])
async def test_refused_handshakes_count_for_their_address(
    db: None, loop_redis: None, settings: Any, handshake: Handshake
) -> None:
    settings.LIMITS = {**settings.LIMITS, "ws_ticket_per_ip": Allowance(free=3, seconds=60)}
    codes = [await opened(handshake) for _ in range(6)]
    assert codes[:3] == [CloseCode.AUTH] * 3
    assert codes[-1] == CloseCode.TOO_OFTEN


@pytest.mark.parametrize("way", ["bearer", "ticket"])
async def test_user_who_was_cut_for_a_flood_waits_before_the_next_socket(
    alice: User, log_in: Any, loop_redis: None, way: str
) -> None:
    """Opening a socket costs many queries: a flooding client that reconnects at once would overload us."""
    access = (await sync_to_async(log_in)(alice))["access"]

    async def handshake() -> Handshake:
        if way == "bearer":
            return bearer(access)
        claims = verify_access_token(access)
        return ticket(await sync_to_async(issue_ws_ticket)(user=alice, sid=claims.sid, purpose="match"))

    async with socket(await handshake(), code=CloseCode.TOO_OFTEN):
        pass
    assert await opened(await handshake()) == CloseCode.TOO_OFTEN
    await asyncio.sleep(1.1)
    assert await opened(await handshake()) is None


async def test_user_sockets_are_limited_over_all_processes(
    alice: User, log_in: Any, loop_redis: None
) -> None:
    access = (await sync_to_async(log_in)(alice))["access"]
    for number in range(10):  # as other processes would
        assert await socket_store.register(alice.id, f"elsewhere {number}", limit=10)
    assert await opened(bearer(access)) == CloseCode.TOO_OFTEN
    await socket_store.unregister(alice.id, "elsewhere 3")
    assert await opened(bearer(access)) is None
    assert await opened(bearer(access)) is None  # the previous socket freed its entry


async def test_socket_entries_of_a_dead_process_expire(
    alice: User, loop_redis: None, monkeypatch: Any
) -> None:
    for number in range(10):
        assert await socket_store.register(alice.id, f"dead {number}", limit=10)
    monkeypatch.setattr(socket_store.time, "time", lambda real=socket_store.time.time: real() + 61)
    assert await socket_store.register(alice.id, "alive", limit=10)


class QuickConsumer(MatchConsumer):
    beat_seconds = 0.1


async def test_presence_is_kept_while_redis_is_full(alice: User, log_in: Any, loop_redis: None) -> None:
    access = (await sync_to_async(log_in)(alice))["access"]
    before = (await async_client().config_get("maxmemory"))["maxmemory"]
    async with socket(bearer(access), consumer=QuickConsumer):
        try:
            await async_client().config_set("maxmemory", 1)
            await async_client().delete(f"user_online:{alice.id}")
            async with asyncio.timeout(2):
                while not await async_client().exists(f"user_online:{alice.id}"):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        finally:
            await async_client().config_set("maxmemory", before)


async def test_handshake_during_a_silent_redis_closes_with_1012(
    alice: User, log_in: Any, loop_redis: None
) -> None:
    """Channels calls Redis for the socket's channel before any code of a consumer runs."""
    access = (await sync_to_async(log_in)(alice))["access"]
    redis_clients.breaker().open()
    assert await opened(bearer(access)) == CloseCode.RESTARTING
    async with asyncio.timeout(10):  # the probe succeeds and closes the breaker, for the next test
        while redis_clients.breaker().is_open:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_socket_is_counted_while_it_is_open(alice: User, log_in: Any, loop_redis: None) -> None:
    access = (await sync_to_async(log_in)(alice))["access"]
    key = f"maru:sockets:{alice.id}"
    async with socket(bearer(access), consumer=QuickConsumer):
        (_, first_end), *_ = await async_client().zrange(key, 0, -1, withscores=True)
        await asyncio.sleep(0.5)
        (_, later_end), *_ = await async_client().zrange(key, 0, -1, withscores=True)
        assert later_end > first_end
    assert not await async_client().exists(key)
