"""What a join costs, inside Redis and for the caller, beside a hundred and beside a million.

The sizes take turns, so that whatever else the machine does falls on all of them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from auth_match.matching.domain.compatibility import Seeker
from bench.match import server
from bench.match.crowd import Workload, fitting
from bench.match.pool import FIRST_WAITING, Pool, partner_in
from bench.terminal import Progress

WARM_UP = 50
SEEKERS = 300
CHECKED = 15  # seekers whose partner is looked for by brute force too
SEARCHED = 20_000  # of the longest-waiting, by brute force, for the partner a seeker should find


@dataclass
class Seen:
    """Microseconds of each join, beside how many found a partner."""

    pool: Pool
    script: list[float] = field(default_factory=list)
    round_trip: list[float] = field(default_factory=list)
    found: int = 0

    @property
    def share_found(self) -> float:
        return self.found / len(self.round_trip)


async def measure(pools: Sequence[Pool], joins: int) -> list[Seen]:
    """The same seekers join each pool in turn; each goes, and the crowd is as before, ahead of the next."""
    workload = pools[0].workload
    seekers = workload.seekers(SEEKERS)
    seen = [Seen(pool) for pool in pools]
    for pool in pools:
        users = await pool.attach(SEEKERS)
    before = [await pool.fingerprint() for pool in pools]
    with Progress(f"joins of “{workload.name}”", (WARM_UP + joins) * len(pools)) as progress:
        await _rounds(seen, users, seekers, WARM_UP, progress)
        for one in seen:
            one.script.clear()
            one.round_trip.clear()
            one.found = 0
        await _rounds(seen, users, seekers, joins, progress)
    assert [await pool.fingerprint() for pool in pools] == before, "the crowd has changed"
    await _check_partners(workload, pools, users, seekers)
    return seen


def _turn(seen: Sequence[Seen], number: int) -> Sequence[Seen]:
    """Another pool begins each round."""
    first = number % len(seen)
    return [*seen[first:], *seen[:first]]


async def _rounds(
    seen: Sequence[Seen], users: Sequence[str], seekers: Sequence[Seeker], count: int, progress: Progress
) -> None:
    for number in range(count):
        user, seeker = users[number % SEEKERS], seekers[number % SEEKERS]
        for one in _turn(seen, number):
            await one.pool.enter()
            async with server.script_time(one.pool.admin, one.script):
                began = time.perf_counter()
                outcome = await one.pool.join(user, seeker)
                one.round_trip.append((time.perf_counter() - began) * 1e6)
            one.found += partner_in(outcome, user) is not None
            await one.pool.restore([user])
            progress.advance()


async def _check_partners(
    workload: Workload, pools: Sequence[Pool], users: Sequence[str], seekers: Sequence[Seeker]
) -> None:
    """A fast join that finds the wrong one is worth nothing: some are compared with brute force."""
    for user, seeker in list(zip(users, seekers, strict=True))[:CHECKED]:
        for pool in pools:
            first = fitting(workload, min(pool.size, SEARCHED), seeker, 1)
            await pool.enter()
            found = partner_in(await pool.join(user, seeker), user)
            await pool.restore([user])
            if first or pool.size <= SEARCHED:
                expected = str(FIRST_WAITING + first[0]) if first else None
                assert found == expected, f"{seeker} found {found} instead of {expected}"
