"""Joining too often is slowed down, whatever socket it comes from; a flood of frames closes its socket."""

import asyncio
from contextlib import suppress

from tests.people.meeting import in_a_room
from tests.people.person import Person
from tests.people.sockets import Socket, match_socket, voice_socket
from tests.system import NativeSystem
from websockets.exceptions import ConnectionClosed

JOINS = 30  # in 60 seconds, by default
AT_ONCE = 120  # frames
Couple = tuple[Person, Person]


async def joined(socket: Socket, times: int) -> None:
    await socket.expect("state")
    for number in range(times):
        await socket.act("join_queue", id=number)
        await socket.expect("queue_joined", re=number)


async def test_joins_are_counted_over_processes_and_reconnects(alice: Person, system: NativeSystem) -> None:
    async with match_socket(alice, system.realtime_url(1)) as socket:
        await joined(socket, JOINS // 2)
    async with match_socket(alice, system.realtime_url(2)) as socket:
        await joined(socket, JOINS - JOINS // 2)
        await socket.act("join_queue", id="one more")
        refused = await socket.expect("error", re="one more")
        assert (refused["code"], refused["retry_after"]) == ("rate_limited", 1)
        await socket.act("sync", id="still here")
        assert (await socket.expect("state", re="still here"))["status"] == "queued"
        await asyncio.sleep(refused["retry_after"] + 0.1)
        await socket.act("join_queue", id="as told")
        await socket.expect("queue_joined", re="as told")


async def flood(socket: Socket, **frame: object) -> None:
    with suppress(ConnectionClosed):
        for _ in range(3 * AT_ONCE):
            await socket.send(**frame)


async def test_flood_closes_the_socket_and_the_place_is_kept(alice: Person) -> None:
    async with match_socket(alice) as socket:
        await joined(socket, 1)
        await flood(socket, action="ping")
        assert await socket.closed() == 4429
        assert socket.connection.close_reason == "Too many messages at once."
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
