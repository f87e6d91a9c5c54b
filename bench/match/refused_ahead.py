"""What a join costs when those who have waited longest fit, but are not to be offered.

Blocked by either side, cooling down, met before; or gone without a word a moment ago.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.domain.rules import Rules
from bench.match import server
from bench.match.crowd import fitting
from bench.match.pool import FIRST_WAITING, Pool, partner_in
from bench.terminal import Progress

SEEKERS = 40
SEARCHED = 50_000  # of the longest-waiting, for people who fit
BOUND = Rules().search_bound
FOR_EVER = "inf"


@dataclass(frozen=True)
class Case:
    """A seeker and the longest-waiting who fit: `ahead` are refused, `partner` (None past the bound) fits."""

    user: str
    seeker: Seeker
    ahead: list[str]
    partner: str | None

    @property
    def blocked(self) -> list[str]:
        """Read from the database at each join, like `met`: every fourth."""
        return self.ahead[0::4]

    @property
    def met(self) -> dict[str, str]:
        return dict.fromkeys(self.ahead[3::4], FOR_EVER)


async def measure(pool: Pool, *, ahead: int, joins: int) -> list[float]:
    """Microseconds of script time with so many refused ahead, a quarter of them for each of four reasons."""
    cases = await _cases(pool, ahead)
    for case in cases:
        await _refuse(pool, case)
    times = await _joins(pool, cases, joins, label=f"joins past {ahead} refused people")
    for case in cases:
        await _forget(pool, case)
    return times


async def measure_offline(pool: Pool, *, ahead: int, joins: int) -> list[float]:
    """The same past people whose presence has run out."""
    cases = [Case(case.user, case.seeker, case.ahead, case.partner) for case in await _cases(pool, ahead)]
    return await _joins(pool, cases, joins, label=f"joins past {ahead} offline people", offline=True)


async def _cases(pool: Pool, ahead: int) -> list[Case]:
    users = iter(await pool.attach(SEEKERS))
    searched = min(pool.size, SEARCHED)
    drawn = (
        (seeker, fitting(pool.workload, searched, seeker, ahead + 1))
        for seeker in pool.workload.seekers(1_000)
    )
    enough = ((seeker, places) for seeker, places in drawn if len(places) > ahead)
    cases = [_case(next(users), seeker, places) for seeker, places in islice(enough, SEEKERS)]
    assert len(cases) == SEEKERS, f"only {len(cases)} seekers have {ahead} fitting people before them"
    return cases


def _case(user: str, seeker: Seeker, places: Iterable[int]) -> Case:
    *ahead, partner = [str(FIRST_WAITING + place) for place in places]
    return Case(user, seeker, ahead, partner if len(ahead) < BOUND else None)


async def _refuse(pool: Pool, case: Case) -> None:
    for other in case.ahead[1::4]:
        await pool.admin.sadd(f"maru:blocks:{other}", case.user)
    for other in case.ahead[2::4]:
        await pool.admin.zadd(f"maru:cooldowns:{case.user}", {other: FOR_EVER})


async def _forget(pool: Pool, case: Case) -> None:
    await pool.admin.delete(
        f"maru:cooldowns:{case.user}", *(f"maru:blocks:{user}" for user in (case.user, *case.ahead))
    )


async def _joins(
    pool: Pool, cases: list[Case], joins: int, *, label: str, offline: bool = False
) -> list[float]:
    before = await pool.fingerprint()
    times: list[float] = []
    with Progress(label, joins) as progress:
        for number in range(joins):
            await _join(pool, cases[number % len(cases)], offline, times)
            progress.advance()
    assert await pool.fingerprint() == before, "the crowd has changed"
    return times


async def _join(pool: Pool, case: Case, offline: bool, times: list[float]) -> None:
    if offline:
        await pool.admin.delete(*(f"user_online:{user}" for user in case.ahead))
    excluded: dict[str, Any] = {} if offline else {"met": case.met, "blocked": case.blocked}
    async with server.script_time(pool.admin, times):
        outcome = await pool.join(case.user, case.seeker, **excluded)
    found = partner_in(outcome, case.user)
    assert found == case.partner, f"{case.seeker} found {found} instead of {case.partner}"
    await pool.restore([case.user], offline=case.ahead if offline else ())
