"""What writing an event costs PostgreSQL: CPU of the backend and WAL, per like and per vote.

Both sides insert by the service's own statements in one transaction an event; ours then counts it.
"""

import random
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bench.ranking.load import POSTS
from bench.ranking.server import Server
from bench.terminal import Progress
from image_community.likes import repository as likes
from image_community.posts import counters
from image_community.runtime.database import make_sessions, transaction
from image_community.tournaments import repository as tournaments

EVENTS = 500
ROUNDS = 9
Write = Callable[[AsyncSession, int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Per event; CPU of PostgreSQL's process and of ours."""

    cpu_us: float
    client_us: float
    wal_records: float
    wal_bytes: float


async def like(session: AsyncSession, user_id: int, post_id: int) -> None:
    await likes.add(session, image_id=post_id, user_id=user_id)


async def counted_like(session: AsyncSession, user_id: int, post_id: int) -> None:
    at = await likes.add(session, image_id=post_id, user_id=user_id)
    assert at is not None
    await counters.count_like(session, image_id=post_id, at=at, by=1)


async def vote(session: AsyncSession, user_id: int, post_id: int) -> None:
    await insert_vote(session, user_id, winner=post_id, loser=1 + post_id % POSTS)


async def insert_vote(session: AsyncSession, user_id: int, *, winner: int, loser: int) -> datetime:
    _, at = await tournaments.insert_vote(
        session,
        match_id=str(uuid.uuid4()),
        voter_id=user_id,
        winner=winner,
        loser=loser,
        winner_was_left=True,
        model_keys={winner: None, loser: None},
    )
    return at


async def counted_vote(session: AsyncSession, user_id: int, post_id: int) -> None:
    ids = {"winner": post_id, "loser": 1 + post_id % POSTS}
    at = await insert_vote(session, user_id, **ids)
    await counters.count_result(session, at=at, **ids)


async def cost(server: Server, database: str, write: Write, *, first_user: int) -> Cost:
    """One round, in a connection of its own: when it is closed, its statistics are complete."""
    chance = random.Random(first_user)
    await server.run("CHECKPOINT")  # so that each round writes as many whole pages into the WAL
    engine = create_async_engine(server.settings(database).sqlalchemy_url(), pool_size=1)
    sessions = make_sessions(engine)
    async with transaction(sessions) as session:
        pid = int((await session.execute(select(func.pg_backend_pid()))).scalar_one())
        await write(session, first_user, 1)  # prepares the statements
    records, written = await wal(server)
    began, client_began = cpu_us(pid), time.process_time()
    for number in range(1, EVENTS + 1):
        async with transaction(sessions) as session:
            await write(session, first_user + number, 1 + int(POSTS * chance.random() ** 3))
    took, client_took = cpu_us(pid) - began, (time.process_time() - client_began) * 1e6
    await engine.dispose()
    records_after, written_after = await wal(server)
    totals = took, client_took, records_after - records, written_after - written
    return Cost(*(total / EVENTS for total in totals))


def cpu_us(pid: int) -> float:
    """What a process has run so far, in user and kernel: the first number of schedstat, ns."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1000


async def wal(server: Server) -> tuple[int, int]:
    """Records and bytes so far. Seen by others within a second, or when the backend has ended."""
    connection = await server.connect()
    await connection.execute("SELECT pg_stat_force_next_flush()")
    row = await connection.fetchrow("SELECT wal_records, wal_bytes FROM pg_stat_wal")
    await connection.close()
    return int(row["wal_records"]), int(row["wal_bytes"])


async def compare(server: Server, plain: Write, counted: Write, *, first_user: int) -> tuple[Cost, Cost]:
    """Without and with the ranking, in turns; the median of each figure."""
    seen: dict[str, list[Cost]] = {"specified": [], "ours": []}
    with Progress("events written, of each", ROUNDS * EVENTS) as progress:
        for number in range(ROUNDS):
            for database, write in (("specified", plain), ("ours", counted)):
                user = first_user + number * 2 * EVENTS
                seen[database].append(await cost(server, database, write, first_user=user))
            progress.advance(EVENTS)
    return _median(seen["specified"]), _median(seen["ours"])


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(median(figures) for figures in zip(*map(astuple, costs), strict=True)))
