"""People in the queue, moved by the scripts themselves on a clock that the test holds."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from auth_match.matching import store
from auth_match.runtime.redis import async_client, close_async_client

START = 1_800_000_000.0
ANYBODY = {"age_min": 18, "age_max": 99, "wants": "any"}


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

    async def join(self, user: int, met: dict[str, str] | None = None, **ticket: Any) -> store.Outcome:
        if str(user) not in self.connections:
            await self.attach(user)
        whole = {"name": f"user{user}", "age": 30, "gender": "female", **ANYBODY, **ticket}
        return await self._act("join", user, ticket=whole, met=met or {})

    async def leave(self, user: int) -> store.Outcome:
        return await self._act("leave", user)

    async def respond(self, user: int, response: str, **arguments: Any) -> store.Outcome:
        return await self._act("respond", user, response=response, room=f"room-of-{user}", **arguments)

    async def detach(self, user: int) -> store.Outcome:
        return await self._act("detach", user)

    async def sweep(self) -> store.Outcome:
        return await self.run("sweep", limit=1000)

    async def status(self, user: int) -> dict[str, Any]:
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
def queue(redis: Any) -> Queue:
    return Queue()
