"""What numbered pages and the rankings cost PostgreSQL, at 200k and at 2M posts. `make bench-pages`; QUICK=1.

A PostgreSQL of its own, filled by the service's migrations and triggers. CPU is the kernel's, of the one
connection that answers, over many calls of the service's own use cases; the first ones warm up.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import math
import os
import platform
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from alembic import command
from alembic.config import Config

from bench.kernel import cpu_seconds
from bench.ranking.server import Server, own_server
from bench.terminal import Bar, Progress, at_most, heading, middle, size_name, table, verdict
from image_community.leaderboards import service as leaderboards
from image_community.posts import jobs
from image_community.posts import service as posts
from image_community.posts.domain.filters import Filters
from image_community.runtime.database import Sessions, make_engine, make_sessions, reading

IS_QUICK = bool(os.environ.get("QUICK"))
SIZES = (20_000, 200_000) if IS_QUICK else (200_000, 2_000_000)
ROUNDS, LEAST_CALLS, MOST_CALLS = 5, 3, 2_000
ROUND_SECONDS = 0.2 if IS_QUICK else 0.5  # of PostgreSQL's CPU; the kernel counts it in hundredths
CHUNK = 50_000
PROLIFIC, VIEWER = 7, 5
ALEMBIC = Path(__file__).parents[1] / "services" / "image-community" / "alembic.ini"

# A twentieth is withdrawn, a twentieth is of one author. An eighth was judged, and of these all but 30 are
# rated.
POSTS = f"""
    INSERT INTO image_posts (user_id, image_url, prompt, model_name, width, height, is_tournament_opt_in,
                             is_active, deleted_at, created_at)
    SELECT CASE WHEN n % 20 = 3 THEN {PROLIFIC} ELSE 1000 + n % 20000 END, '/uploads/' || md5(n::text),
           repeat('a prompt of some length ', 4), CASE WHEN n % 50 = 7 THEN 'model 7' END, 1024, 1024,
           n % 2 = 0, n % 20 <> 5, CASE WHEN n % 20 = 5 THEN now() END, now() - n * interval '10 seconds'
    FROM generate_series($1::int, $2::int) n"""
COUNTERS = """
    INSERT INTO image_post_counters (image_post_id, is_active, created_at, win_count, loss_count)
    SELECT id, is_active, created_at, CASE WHEN id % 8 = 0 THEN id % 40 ELSE 0 END,
           CASE WHEN id % 8 = 0 THEN 20 ELSE 0 END FROM image_posts WHERE id BETWEEN $1 AND $2"""
RATINGS = """
    INSERT INTO image_ratings (image_post_id, rating, rating_low, rating_high, matches)
    SELECT id, 1000, 900 + id % 997, 1100, 20 FROM image_posts
    WHERE id % 8 = 0 AND id > 240 AND id BETWEEN $1 AND $2"""


@dataclass(frozen=True, slots=True)
class Case:
    """A use case, and the most milliseconds of PostgreSQL's CPU that a call of it may take."""

    name: str
    call: Callable[[], Awaitable[object]]
    limit: float | None = None


def cases(sessions: Sessions, size: int) -> list[Case]:
    """Those of pages that are there: the deepest one begins after a million posts."""

    def page(number: int, items: int = 20, limit: float | None = None, **filters: Any) -> Case:
        async def call() -> object:
            found = await posts.list_page(
                sessions=sessions,
                filters=Filters(**filters),
                page=number,
                size=items,
                viewer_id=VIEWER,
            )
            assert found.rows
            return found

        named = "".join(f", {name}={value}" for name, value in filters.items())
        return Case(f"page {number:,} of {items}{named}", call, limit)

    def rankings() -> Awaitable[object]:
        return leaderboards.rankings(sessions=sessions, limit=50, viewer_id=VIEWER)

    pages = [(1, 20, 1.0), (5_000, 20, 15.0), (10_000, 100, 60.0)]
    of_author = size // 20 // 20
    return [
        *(page(*each) for each in pages if each[0] * each[1] < size * 0.95),
        page(2),
        page(1, limit=1.0, user_id=PROLIFIC),
        page(of_author - 1, user_id=PROLIFIC),
        page(1, tournament_only=True),
        page(1, model_key="model 7"),
        Case("rankings", rankings, 2.0),
    ]


async def fill(server: Server, database: str, size: int) -> None:
    """By triggers, as in service; then the counts are added up, as by the worker."""
    await server.run(f"CREATE DATABASE {database}")
    config = Config(ALEMBIC)
    config.attributes["settings"] = server.settings(database)
    await asyncio.to_thread(command.upgrade, config, "head")
    connection = await server.connect(database)
    with Progress("posts", size) as progress:
        for first in range(1, size + 1, CHUNK):
            for statement in (POSTS, COUNTERS, RATINGS):
                await connection.execute(statement, first, first + CHUNK - 1, timeout=600)
            progress.advance(min(CHUNK, size - first + 1))
    engine = make_engine(server.settings(database).sqlalchemy_url())
    await jobs.add_up_counts(sessions=make_sessions(engine))
    await engine.dispose()
    await connection.execute("VACUUM (ANALYZE)", timeout=3600)
    await connection.close()


async def require_exact(connection: asyncpg.Connection) -> None:
    """The benchmark's own proof that what it times is right."""
    kept, counted = await connection.fetchrow(
        """SELECT (SELECT post_count FROM post_counts WHERE author_id = 0),
                  (SELECT count(*) FROM image_posts WHERE is_active)"""
    )
    assert kept == counted, (kept, counted)


async def measure(server: Server, size: int) -> list[tuple[Case, list[float]]]:
    """Milliseconds of PostgreSQL's CPU a call, in each round."""
    database = f"pages_{size}"
    heading(f"{size_name(size)} posts")
    await fill(server, database, size)
    connection = await server.connect(database)
    await require_exact(connection)
    await connection.close()
    engine = make_engine(server.settings(database).sqlalchemy_url(), pool_size=1)
    sessions = make_sessions(engine)
    async with reading(sessions) as own:
        pid = int(await own.fetchval("SELECT pg_backend_pid()"))
    seen = [(case, await rounds(case, pid)) for case in cases(sessions, size)]
    await engine.dispose()
    table(
        [f"{size:,} posts; ms of PostgreSQL's CPU", "median", "least", "most"],
        [[case.name, *(f"{each:.3f}" for each in (middle(ms), min(ms), max(ms)))] for case, ms in seen],
    )
    return seen


async def rounds(case: Case, pid: int) -> list[float]:
    """So many calls a round that the kernel's clock is fine enough."""
    for _ in range(10):  # more than PostgreSQL needs to choose between its two kinds of plans
        await case.call()
    before = cpu_seconds([pid])
    for _ in range(LEAST_CALLS):
        await case.call()
    each = max(cpu_seconds([pid]) - before, 0.001) / LEAST_CALLS
    calls = min(MOST_CALLS, max(LEAST_CALLS, math.ceil(ROUND_SECONDS / each)))
    return [await one_round(case, pid, calls) for _ in range(ROUNDS)]


async def one_round(case: Case, pid: int, calls: int) -> float:
    before = cpu_seconds([pid])
    for _ in range(calls):
        await case.call()
    return 1e3 * (cpu_seconds([pid]) - before) / calls


async def main() -> int:
    began = time.monotonic()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; load before {os.getloadavg()[0]:.1f}", flush=True)
    bars: list[Bar] = []
    async with own_server() as server:
        for size in SIZES:
            for case, ms in await measure(server, size):
                if case.limit is not None:
                    promise = f"{size_name(size)} posts, {case.name}: PostgreSQL's CPU"
                    bars.append(at_most(case.limit, middle(ms), promise, " ms"))
    status = verdict(bars)
    print(f"\n{time.monotonic() - began:.0f} s; load after {os.getloadavg()[0]:.1f}")
    return status


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
