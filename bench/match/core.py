"""How many joins one Redis core does; what a whole join costs it beside the least that any must do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from auth_match.runtime.redis import async_client
from bench.match import scripts, server
from bench.match.pool import Pool, batches, ticket_of
from bench.terminal import Progress

JOINS = 2_000  # in a round, each by another seeker
PLACED_AT_ONCE = 500


@dataclass
class Cost:
    """Microseconds of the server's CPU for one join, round by round; each comes alone, as from a service."""

    full: list[float] = field(default_factory=list)
    minimal: list[float] = field(default_factory=list)

    @property
    def joins_a_second(self) -> float:
        """Of one core, in the best round."""
        return 1e6 / min(self.full)

    @property
    def ratio(self) -> float:
        return min(self.full) / min(self.minimal)


async def measure(pool: Pool, rounds: int) -> Cost:
    """Full and minimal rounds take turns on the same crowd."""
    users, seekers = await pool.attach(JOINS), pool.workload.seekers(JOINS)
    tickets = [ticket_of(seeker) for seeker in seekers]
    before, cost = await pool.fingerprint(), Cost()
    found: list[str] = []

    async def full() -> None:
        for user, seeker in zip(users, seekers, strict=True):
            await pool.join(user, seeker)

    async def minimal() -> None:
        script = async_client().register_script(scripts.source("minimal_join"))
        for user, ticket in zip(users, tickets, strict=True):
            given = scripts.arguments(user=user, score="9999999999.000000", tickets=(ticket,))
            found.append(await script(keys=given[:1], args=given[1:]))

    with Progress("rounds of joins", 2 * rounds) as progress:
        for _ in range(rounds):
            cost.full.append(await _microseconds_each(pool, full))
            await pool.restore(users)
            progress.advance()
            cost.minimal.append(await _microseconds_each(pool, minimal))
            for some in batches([user for user in found if user], PLACED_AT_ONCE):
                await scripts.run(pool.admin, "make_findable", users=some)
            found.clear()
            progress.advance()
    assert await pool.fingerprint() == before, "the crowd has changed"
    return cost


async def _microseconds_each(pool: Pool, joins: Callable[[], Awaitable[None]]) -> float:
    before = await server.cpu_seconds(pool.admin)
    await joins()
    return (await server.cpu_seconds(pool.admin) - before) / JOINS * 1e6
