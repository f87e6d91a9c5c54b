"""Times the draws at a million posts, tests their evenness at some hundreds; exits 1 when a bar is missed.

What is timed is what the service does: the statements with all of SQLAlchemy, in an open transaction, answers
read. Whatever else the machine does only adds, so the bar is on the median of the quietest round.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bench.sampling.evenness import DRAWS, feed_deviation, pair_deviation
from bench.sampling.pool import VOTER, filled
from image_community.posts.service import random_ids
from image_community.runtime.database import Sessions, transaction
from image_community.tournaments.drawing import draw

POSTS = int(os.environ.get("MARU_BENCH_POSTS", "1000000"))
SHARES = {"half take part": 0.5, "1 % take part": 0.01}
FEW_POSTS = {"half take part": 200, "1 % take part": 2_000}  # so few that each pair is drawn often
ROUNDS, CALLS = 80, 25
SLOW_ROUNDS = 4  # for what is only there to compare
BAR_MS = 2.0
BAR_DEVIATION = 4.0

Call = Callable[[AsyncSession], Awaitable[object]]
chance = random.SystemRandom()


@dataclass
class Timed:
    """A way to draw, and the milliseconds of its calls, round by round."""

    name: str
    call: Call
    has_bar: bool = True
    is_slow: bool = False
    rounds: list[list[float]] = field(default_factory=list)

    @property
    def quietest(self) -> float:
        return min(statistics.median(each) for each in self.rounds)

    def line(self) -> str:
        every = sorted(each for one in self.rounds for each in one)
        p50, p99 = every[len(every) // 2], every[len(every) * 99 // 100]
        return f"{self.name:<44}{self.quietest:>12.2f}{p50:>12.2f}{p99:>12.2f}"


async def pair(session: AsyncSession) -> object:
    return await draw(session, voter_id=VOTER, now=datetime.now(UTC), chance=chance)


async def feed(session: AsyncSession) -> object:
    return await random_ids(session, 20, chance)


async def nothing(session: AsyncSession) -> object:
    return await session.execute(text("SELECT 1"))


async def sort_by_random(session: AsyncSession) -> object:
    statement = (
        "SELECT id FROM image_posts WHERE is_active AND is_tournament_opt_in ORDER BY random() LIMIT 2"
    )
    return (await session.execute(text(statement))).all()


async def measure(sessions: Sessions, share: str) -> list[Timed]:
    ways = [
        Timed(f"pair for a voter, {share}", pair),
        Timed(f"feed of 20, {share}", feed),
        Timed("SELECT 1", nothing, has_bar=False),
        Timed("two by ORDER BY random()", sort_by_random, has_bar=False, is_slow=True),
    ]
    for number in range(ROUNDS + 1):
        for way in ways:
            if way.is_slow and number > SLOW_ROUNDS:
                continue
            seen = [await milliseconds(sessions, way.call) for _ in range(1 if way.is_slow else CALLS)]
            if number:  # the first round is for nothing: connections, plans, caches
                way.rounds.append(seen)
        print(f"\r  round {number} of {ROUNDS}", end="", flush=True)
    print("\r" + " " * 20 + "\r", end="")
    return ways


async def milliseconds(sessions: Sessions, call: Call) -> float:
    async with transaction(sessions) as session:
        await session.connection()
        began = time.perf_counter()
        await call(session)
        return (time.perf_counter() - began) * 1000


async def main() -> int:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    timed: list[Timed] = []
    deviations: dict[str, float] = {}
    for share, part in SHARES.items():
        print(f"{share}:")
        async with filled("bench_sampling", posts=POSTS, share=part) as sessions:
            timed += await measure(sessions, share)
        async with filled("bench_sampling", posts=FEW_POSTS[share], share=part) as sessions:
            async with transaction(sessions) as session:
                deviations[f"pairs, {share}"] = await pair_deviation(session, seed=1)
                deviations[f"feed, {share}"] = await feed_deviation(session, seed=2)
            print()
    return report(timed, deviations)


def report(timed: list[Timed], deviations: dict[str, float]) -> int:
    print(f"\n{f'{POSTS:,} posts; milliseconds':<44}{'quietest':>12}{'p50':>12}{'p99':>12}")
    for way in timed:
        print(way.line())
    print(f"\n{f'{DRAWS:,} seeded draws; X² as standard deviations':<56}{'off by':>12}")
    for name, seen in deviations.items():
        print(f"{name:<56}{seen:>12.2f}")
    print()
    bars = [(way.name, way.quietest, BAR_MS, "ms") for way in timed if way.has_bar]
    bars += [(f"even: {name}", abs(seen), BAR_DEVIATION, "σ") for name, seen in deviations.items()]
    for name, seen, bar, unit in bars:
        print(f"bar: {name} ≤ {bar} {unit}   seen: {seen:.2f}   {'met' if seen <= bar else 'MISSED'}")
    return 0 if all(seen <= bar for _, seen, bar, _ in bars) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
