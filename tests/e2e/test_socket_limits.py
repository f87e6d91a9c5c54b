"""Joining too often is slowed down, whatever socket it comes from; a flood of frames closes its socket."""

import asyncio
import time
from contextlib import suppress

from tests.people.meeting import in_a_room
from tests.people.person import Person
from tests.people.sockets import Socket, match_socket, voice_socket
from tests.system import NativeSystem
from websockets.exceptions import ConnectionClosed

JOINS, WINDOW_SECONDS = 30, 60  # by default
LONG_SECONDS = 30  # for what takes a few: the machine may be busy
Couple = tuple[Person, Person]


async def joined(socket: Socket, times: int) -> None:
    await socket.expect("state")
    for number in range(times):
        await socket.act("join_queue", id=number)
        await socket.expect("queue_joined", re=number)


async def refused_after(socket: Socket) -> tuple[int, int]:
    """Joins until that is refused: (how many joins were not, the seconds to wait)."""
    await socket.expect("state")
    for number in range(10 * JOINS):
        await socket.act("join_queue", id=number)
        answer = await socket.expect("queue_joined", "error", re=number)
        if answer["type"] == "error":
            assert answer["code"] == "rate_limited"
            return number, answer["retry_after"]
    raise AssertionError(f"{10 * JOINS} joins and no refusal")


async def test_joins_are_counted_over_processes_and_reconnects(alice: Person, system: NativeSystem) -> None:
    began = time.monotonic()
    async with match_socket(alice, system.realtime_url(1)) as socket:
        await joined(socket, JOINS // 2)
    async with match_socket(alice, system.realtime_url(2)) as socket:
        further, retry_after = await refused_after(socket)
        windows = 1 + (time.monotonic() - began) // WINDOW_SECONDS  # one, unless the machine is very slow
        assert JOINS <= JOINS // 2 + further <= JOINS * windows
        assert retry_after == 1
        await socket.act("sync", id="still here")
        assert (await socket.expect("state", re="still here"))["status"] == "queued"
        await asyncio.sleep(retry_after + 0.1)
        await socket.act("join_queue", id="after the wait")
        await socket.expect("queue_joined", re="after the wait")


async def flood(socket: Socket, **frame: object) -> None:
    """Sends until the server closes: a slow one lets more pass, but not as many as come."""
    with suppress(ConnectionClosed):
        async with asyncio.timeout(LONG_SECONDS):
            while True:
                await socket.send(**frame)
                await asyncio.sleep(0)


async def test_flood_closes_the_socket_and_the_place_is_kept(alice: Person) -> None:
    async with match_socket(alice) as socket:
        await joined(socket, 1)
        await flood(socket, action="ping")
        assert await socket.closed() == 4429
        assert socket.connection.close_reason == "Too many frames at once."
    async with match_socket(alice) as again:
        assert (await again.expect("state"))["status"] == "queued"


async def test_candidates_may_come_in_a_burst_but_not_without_end(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as here, voice_socket(bob, room) as there:
            await there.expect("role_assignment")
            for number in range(100):
                await here.send(type="ice-candidate", candidate={"candidate": f"candidate:{number}"})
            for number in range(100):
                came = await there.expect("ice-candidate")
                assert came["candidate"]["candidate"] == f"candidate:{number}"
            await flood(here, type="ice-candidate", candidate=None)
            assert await here.closed() == 4429
            await there.expect("peer_left")
