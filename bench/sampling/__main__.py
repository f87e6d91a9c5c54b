"""Times the draws at a million posts, tests their evenness at some hundreds (`QUICK=1` for a small run).

What is timed is what the service does: the statements with all of SQLAlchemy, in an open transaction, answers
read. The ways take turns, so that what the machine does beside it meets all of them.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bench.sampling.evenness import PAGE, feed_deviation, pair_deviation
from bench.sampling.pool import VOTER, filled
from bench.terminal import Bar, Progress, at_most, heading, middle, p99, table, verdict
from image_community.posts.service import random_ids
from image_community.runtime.database import Sessions, transaction
from image_community.tournaments.drawing import draw

IS_QUICK = bool(os.environ.get("QUICK"))
POSTS, ROUNDS, DRAWS = (50_000, 8, 50_000) if IS_QUICK else (1_000_000, 80, 200_000)
SHARES = {"half take part": 0.5, "1 % take part": 0.01}
FEW_POSTS = {"half take part": 200, "1 % take part": 2_000}  # so few that each pair is drawn often
CALLS = 25  # a round
SLOW_ROUNDS = 4  # for what is only there to compare
BAR_MS = 2.0
BAR_DEVIATION = 4.0

Call = Callable[[AsyncSession], Awaitable[object]]
chance = random.SystemRandom()


@dataclass
class Way:
    """A way to draw, and the milliseconds of its calls, round by round."""

    name: str
    call: Call
    has_bar: bool = True
    is_slow: bool = False
    rounds: list[list[float]] = field(default_factory=list)

    @property
    def every(self) -> list[float]:
        return [each for one in self.rounds for each in one]

    def row(self) -> list[str]:
        quietest = min(middle(one) for one in self.rounds)
        return [self.name, *(f"{each:.2f}" for each in (quietest, middle(self.every), p99(self.every)))]


async def pair(session: AsyncSession) -> object:
    return await draw(session, voter_id=VOTER, now=datetime.now(UTC), chance=chance)


async def feed(session: AsyncSession) -> object:
    return await random_ids(session, PAGE, chance)


async def nothing(session: AsyncSession) -> object:
    return await session.execute(text("SELECT 1"))


async def sort_by_random(session: AsyncSession) -> object:
    statement = (
        "SELECT id FROM image_posts WHERE is_active AND is_tournament_opt_in ORDER BY random() LIMIT 2"
    )
    return (await session.execute(text(statement))).all()


async def measure(sessions: Sessions, share: str) -> list[Way]:
    ways = [
        Way(f"pair for a voter, {share}", pair),
        Way(f"feed of {PAGE}, {share}", feed),
        Way(f"SELECT 1, {share}", nothing, has_bar=False),
        Way(f"two by ORDER BY random(), {share}", sort_by_random, has_bar=False, is_slow=True),
    ]
    with Progress("rounds", ROUNDS + 1) as progress:
        for number in range(ROUNDS + 1):
            for way in ways:
                if way.is_slow and number > SLOW_ROUNDS:
                    continue
                seen = [await milliseconds(sessions, way.call) for _ in range(1 if way.is_slow else CALLS)]
                if number:  # the first round is for nothing: connections, plans, caches
                    way.rounds.append(seen)
            progress.advance()
    return ways


async def milliseconds(sessions: Sessions, call: Call) -> float:
    async with transaction(sessions) as session:
        await session.connection()
        began = time.perf_counter()
        await call(session)
        return (time.perf_counter() - began) * 1000


async def deviations(share: str, part: float) -> dict[str, float]:
    now = datetime.now(UTC)
    async with filled("bench_sampling", posts=FEW_POSTS[share], share=part) as sessions:
        async with transaction(sessions) as session:
            pairs = await pair_deviation(session, DRAWS, seed=1, now=now)
        async with transaction(sessions) as session:
            feeds = await feed_deviation(session, DRAWS, seed=2)
    return {f"pairs, {share}": pairs, f"feed, {share}": feeds}


async def main() -> int:
    began, load = time.monotonic(), os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; load before {load:.1f}", flush=True)
    ways: list[Way] = []
    even: dict[str, float] = {}
    for share, part in SHARES.items():
        heading(share)
        async with filled("bench_sampling", posts=POSTS, share=part) as sessions:
            ways += await measure(sessions, share)
        even |= await deviations(share, part)
    status = verdict(report(ways, even))
    print(f"\n{time.monotonic() - began:.0f} s; load after {os.getloadavg()[0]:.1f}")
    return status


def report(ways: list[Way], even: dict[str, float]) -> list[Bar]:
    heading("Time")
    table([f"{POSTS:,} posts; ms", "quietest round", "p50", "p99"], [way.row() for way in ways])
    heading("Evenness")
    header = [f"{DRAWS:,} seeded draws", "X² off by, σ"]
    table(header, [[name, f"{seen:+.2f}"] for name, seen in even.items()])
    bars = [at_most(BAR_MS, middle(way.every), f"{way.name}: p50", " ms") for way in ways if way.has_bar]
    bars += [at_most(BAR_DEVIATION, abs(seen), f"even: {name}:", " σ") for name, seen in even.items()]
    return bars


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
