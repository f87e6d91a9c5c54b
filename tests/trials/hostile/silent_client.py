"""A client in a call stops reading: how long until its partner hears of it, what is kept for it meanwhile."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass

from websockets.exceptions import ConnectionClosed

from tests.kernel_queues import buffered_bytes
from tests.people.meeting import in_a_room, only_for_each_other
from tests.people.person import Person
from tests.people.sockets import Socket, match_socket, voice_socket
from tests.system import NativeSystem

LONGEST_SECONDS = 90


@dataclass(frozen=True)
class Cut:
    seconds: float
    buffered_bytes: int


async def stopped_reading(system: NativeSystem) -> Cut:
    """The partner sends large signals all the while, as fast as the limit on frames lets it."""
    alice = await Person.sign_up("silent", age=40, gender="female")
    bob = await Person.sign_up("partner", age=41, gender="male")
    await only_for_each_other(alice, bob)
    try:
        async with match_socket(alice) as first, match_socket(bob) as second:
            room = await in_a_room(first, second)
            async with voice_socket(alice, room) as here, voice_socket(bob, room) as there:
                await there.expect("role_assignment")
                return await _stop_reading(system, here, there)
    finally:
        await alice.aclose()
        await bob.aclose()


async def _stop_reading(system: NativeSystem, here: Socket, there: Socket) -> Cut:
    here.connection.transport.pause_reading()
    sending = asyncio.create_task(send_large_signals(there))
    began, most = time.monotonic(), 0
    while not any(frame["type"] == "peer_left" for frame in there.frames):
        most = max(most, buffered_bytes(system.settings.ports))
        if time.monotonic() - began > LONGEST_SECONDS:
            break
        await asyncio.sleep(0.1)
    seconds = time.monotonic() - began
    sending.cancel()
    here.connection.transport.abort()
    return Cut(seconds, most)


async def send_large_signals(socket: Socket) -> None:
    """16 KB each, 16 per second."""
    with suppress(ConnectionClosed):
        while True:
            await socket.send(type="offer", offer={"type": "offer", "sdp": "x" * 16_000})
            await asyncio.sleep(0.06)
