"""A client that does not read, or is gone without a word, is cut within 20 s; its partner hears of it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.kernel_queues import buffered_bytes
from tests.people.meeting import in_a_room
from tests.people.person import Person
from tests.people.sockets import Socket, match_socket, voice_socket
from tests.system import NativeSystem
from tests.trials.hostile.silent_client import send_large_signals

CUT_SECONDS = 20
PATIENCE_SECONDS = 60
BUFFERED_BYTES = 2 * 1024**2
Couple = tuple[Person, Person]


@contextmanager
def not_reading(socket: Socket) -> Iterator[None]:
    """The client's own reader stops: pings stay unanswered, and the kernel's buffers fill."""
    transport = socket.connection.transport
    transport.pause_reading()
    try:
        yield
    finally:
        transport.abort()


async def test_partner_hears_within_20_seconds_that_a_client_stopped_reading(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as here, voice_socket(bob, room) as there:
            await there.expect("role_assignment")
            with not_reading(here):
                began = time.monotonic()
                await there.expect("peer_left", seconds=CUT_SECONDS)
                assert time.monotonic() - began < CUT_SECONDS


async def test_little_is_kept_for_a_client_that_does_not_read(couple: Couple, system: NativeSystem) -> None:
    """What bob sends for alice waits in the kernel, on our side of it, until she is cut."""
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as here, voice_socket(bob, room) as there:
            await there.expect("role_assignment")
            with not_reading(here):
                sending = asyncio.create_task(send_large_signals(there))
                most = 0
                async with asyncio.timeout(PATIENCE_SECONDS):
                    while not any(frame["type"] == "peer_left" for frame in there.frames):
                        most = max(most, buffered_bytes(system.settings.ports))
                        await asyncio.sleep(0.2)
                sending.cancel()
            assert 0 < most < BUFFERED_BYTES
