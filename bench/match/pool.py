"""A crowd that waits in a Redis database of its own, and seekers who join it and leave it as it was."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.state import store
from auth_match.runtime.redis import async_client
from bench.match import scripts, server
from bench.match.crowd import Workload
from bench.terminal import Progress

FIRST_WAITING = 1_000_001
FIRST_SEEKER = 5_000_001
LOADED_AT_ONCE = 1_000
RESTORED_AT_ONCE = 500
SIDES = ("ff", "fm", "fa", "mf", "mm", "ma")

ticket_of = lru_cache(maxsize=200_000)(candidate_index.queue_ticket)


@dataclass
class Pool:
    """`admin` is the bench's own client. Users are called by their ids as text, as in the scripts."""

    admin: Any
    database: int
    workload: Workload
    size: int
    bytes_used: int = 0
    connections: dict[str, str] = field(default_factory=dict)

    async def enter(self) -> None:
        """The clients, ours and the service's, talk to this pool from now on; one at a time."""
        await self.admin.select(self.database)
        await async_client().select(self.database)

    async def load(self, *, since: float, online_seconds: int = scripts.A_DAY) -> None:
        """The whole crowd, as if each had attached and joined, 1 ms after the other, and found no partner."""
        await self.enter()
        before = await server.used_memory(self.admin)
        crowd = self.workload.crowd(self.size)
        with Progress(f"people of “{self.workload.name}”", self.size) as progress:
            for first in range(0, self.size, LOADED_AT_ONCE):
                tickets = tuple(ticket_of(seeker) for seeker in islice(crowd, LOADED_AT_ONCE))
                given = {"first": FIRST_WAITING + first, "since": since + first / 1000}
                await scripts.run(self.admin, "load", online_seconds=online_seconds, tickets=tickets, **given)
                progress.advance(len(tickets))
        self.bytes_used = await server.used_memory(self.admin) - before

    async def attach(self, count: int) -> list[str]:
        """That many seekers open their match socket; they stay online for the whole run."""
        await self.enter()
        users = [str(FIRST_SEEKER + number) for number in range(count)]
        for user in users:
            self.connections[user] = (await store.run("attach", user=user)).result
            await self.admin.expire(f"user_online:{user}", scripts.A_DAY)
        return users

    async def join(
        self, user: str, seeker: Seeker, met: dict[str, str] | None = None, blocked: Sequence[str] = ()
    ) -> store.Outcome:
        """The real script, with what the database would have answered given here."""
        return await store.run(
            "join",
            user=user,
            connection=self.connections[user],
            name=f"user{user}",
            ticket=ticket_of(seeker),
            met=met or {},
            blocked=list(blocked),
        )

    async def restore(self, users: Sequence[str], offline: Sequence[str] = ()) -> None:
        for some in batches(users, RESTORED_AT_ONCE):
            waiting = await scripts.run(self.admin, "restore", seekers=some, offline=offline)
        assert waiting == self.size, f"{waiting} of {self.size} wait"

    async def fingerprint(self) -> str:
        """Of who waits and how they are found: equal before and after, or the bench has changed its crowd."""
        await self.enter()
        digest = hashlib.sha256(repr(await self.admin.zcard("match_queue")).encode())
        for key in ("maru:sizes", *(f"maru:heads:{side}" for side in SIDES)):
            digest.update(repr(sorted((await self.admin.hgetall(key)).items())).encode())
        return digest.hexdigest()

    async def empty(self) -> None:
        await self.enter()
        await self.admin.execute_command("FLUSHDB", "SYNC")  # lazily, the next crowd would be measured less


def partner_in(outcome: store.Outcome, user: str) -> str | None:
    """The partner that a join found, if any."""
    offer = outcome.state.offer
    return str(offer.partner_of(int(user)).user_id) if offer else None


def batches(users: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (users[start : start + size] for start in range(0, len(users), size))
