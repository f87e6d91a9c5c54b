"""People in the queue, moved by the scripts themselves on a clock that the test holds."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.domain.widening import Widening, widened
from auth_match.matching.state import store
from auth_match.matching.state.snapshot import Snapshot
from auth_match.runtime.redis import async_client, close_async_client

START = 1_800_000_000.0


def ticket_of(
    age: int = 30, gender: str = "female", age_min: int = 18, age_max: int = 99, wants: str = "any"
) -> bytes:
    return candidate_index.queue_ticket(
        Seeker(age=age, gender=gender, age_min=age_min, age_max=age_max, preferred_gender=wants)
    )


@dataclass
class Queue:
    """Runs transitions for users named by their id; time moves only when a test moves it."""

    now: float = START
    connections: dict[str, str] = field(default_factory=dict)

    async def run(self, script: str, **arguments: Any) -> store.Outcome:
        self.now += 0.001
        return await store.run(script, now=self.now, **arguments)

    async def attach(self, user: int) -> store.Outcome:
        outcome = await self.run("attach", user=str(user))
        self.connections[str(user)] = outcome.result
        return outcome

    async def join(
        self,
        user: int,
        met: dict[str, str] | None = None,
        blocked: Sequence[int] = (),
        widening: Widening | None = None,
        **ticket: Any,
    ) -> store.Outcome:
        if str(user) not in self.connections:
            await self.attach(user)
        asked: dict[str, Any] = {"name": f"user{user}", "ticket": ticket_of(**ticket)}
        if widening:
            wider = widened(candidate_index.seeker_of(asked["ticket"]), widening)
            asked |= {"wider": candidate_index.queue_ticket(wider), "widen_after": widening.after_seconds}
        kept_apart = {"met": met or {}, "blocked": [str(other) for other in blocked]}
        return await self._act("join", user, **asked, **kept_apart)

    async def block(self, user: int, other: int) -> store.Outcome:
        return await self.run("block", user=str(user), other=str(other))

    async def unblock(self, user: int, other: int) -> store.Outcome:
        return await self.run("unblock", user=str(user), other=str(other))

    async def edit(self, user: int, **ticket: Any) -> store.Outcome:
        return await self.run("edit", user=str(user), name=f"user{user}", ticket=ticket_of(**ticket))

    async def leave(self, user: int) -> store.Outcome:
        return await self._act("leave", user)

    async def respond(self, user: int, response: str, **arguments: Any) -> store.Outcome:
        return await self._act("respond", user, response=response, room=f"room-of-{user}", **arguments)

    async def detach(self, user: int) -> store.Outcome:
        return await self._act("detach", user)

    async def sweep(self) -> store.Outcome:
        return await self.run("sweep", limit=1000)

    async def status(self, user: int) -> Snapshot:
        return (await self.run("snapshot", user=str(user))).state

    async def beat(self, user: int) -> store.Outcome:
        return await self._act("beat", user)

    async def pass_time(self, seconds: float) -> store.Outcome:
        """Moves the clock, keeps everybody connected present, then sweeps."""
        self.now += seconds
        for user in self.connections:
            await self.beat(int(user))
        return await self.sweep()

    async def _act(self, script: str, user: int, **arguments: Any) -> store.Outcome:
        return await self.run(script, user=str(user), connection=self.connections[str(user)], **arguments)


@pytest.fixture
async def redis() -> AsyncIterator[Any]:
    yield async_client()
    await close_async_client()


@pytest.fixture
def all_keys(redis: Any) -> Callable[[], Awaitable[set[str]]]:
    """Every key there is; those of the index hold bytes that are no UTF-8."""

    async def ask() -> set[str]:
        return {key.decode("latin-1") for key in await redis.execute_command("KEYS", "*", NEVER_DECODE=True)}

    return ask


@pytest.fixture
def queue(redis: Any) -> Queue:
    return Queue()
