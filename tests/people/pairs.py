"""Pairs for trials: two who find only each other, through the gateway, on two processes."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tests.people.meeting import only_for_each_other
from tests.people.person import TIMEOUT_SECONDS, Person
from tests.people.sockets import Socket, match_socket
from tests.system import NativeSystem

MOST_PAIRS = 40  # each has two ages of its own


@dataclass(frozen=True)
class Pair:
    """Two match sockets that different realtime processes hold."""

    woman: Socket
    man: Socket

    async def meet(self, *, seconds: float = TIMEOUT_SECONDS) -> tuple[str, str]:
        """Both join, from wherever they are; (offer id, ISO end) once both have received one offer."""
        await asyncio.gather(self.woman.act("join_queue"), self.man.act("join_queue"))
        found = await asyncio.gather(
            self.woman.expect("match_found", seconds=seconds), self.man.expect("match_found", seconds=seconds)
        )
        assert found[0]["offer_id"] == found[1]["offer_id"], found
        return found[0]["offer_id"], found[0]["expires_at"]

    async def both_received(self, *kinds: str, offer_id: str) -> set[tuple[str, str]]:
        """What each received of this offer, as (type, room or reason); one entry when it was the same."""
        frames = await asyncio.gather(
            self.woman.expect(*kinds, offer_id=offer_id), self.man.expect(*kinds, offer_id=offer_id)
        )
        return {(frame["type"], frame.get("room") or frame["reason"]) for frame in frames}


@asynccontextmanager
async def connected_pair(system: NativeSystem, number: int) -> AsyncIterator[Pair]:
    """The pair with this number (0 … 39). Both have left the queue in the end."""
    assert number < MOST_PAIRS
    woman = await Person.sign_up("woman", age=58 + number, gender="female")
    man = await Person.sign_up("man", age=18 + number, gender="male")
    try:
        await only_for_each_other(woman, man)
        async with match_socket(woman) as one, on_another_process(system, man, woman) as other:
            yield Pair(one, other)
            await asyncio.gather(_leave(one), _leave(other))
    finally:
        await asyncio.gather(woman.aclose(), man.aclose())


async def _leave(socket: Socket) -> None:
    await socket.act("leave_queue", id="the end")
    await socket.expect("state", re="the end")


@asynccontextmanager
async def on_another_process(system: NativeSystem, person: Person, partner: Person) -> AsyncIterator[Socket]:
    """A socket of `person` that the gateway gave to another process than the partner's."""
    taken = await _process_of(system, partner, sockets=1)
    for attempt in range(1, 100):
        async with AsyncExitStack() as stack:
            socket = await stack.enter_async_context(match_socket(person))
            if await _process_of(system, person, sockets=attempt) != taken:
                yield socket
                return
        # Pairs in step would take turns for ever: the gateway deals sockets out one after the other.
        await asyncio.sleep(random.uniform(0, 0.3))
    raise AssertionError("the gateway gives every socket to one process")


async def _process_of(system: NativeSystem, person: Person, *, sockets: int) -> int:
    """Which process logged the last of so many sockets that the person has opened."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            opened = [
                (line["timestamp"], number)
                for number in range(1, len(system.settings.ports.realtime) + 1)
                for line in system.log_lines(f"auth-match-realtime-{number}")
                if line.get("event") == "socket_opened" and line["user_id"] == person.id
            ]
            if len(opened) == sockets:
                return max(opened)[1]
            await asyncio.sleep(0.1)  # whole logs are read again


async def many_rounds(
    system: NativeSystem, play: Callable[[Pair], Awaitable[None]], *, rounds: int, pairs: int
) -> None:
    """So many rounds in all, by so many pairs side by side, each playing one after the other."""
    share, rest = divmod(rounds, pairs)
    assert not rest

    async def one_pair(number: int) -> None:
        async with connected_pair(system, number) as pair:
            for _ in range(share):
                await play(pair)

    async with asyncio.TaskGroup() as group:
        for number in range(pairs):
            group.create_task(one_pair(number))
