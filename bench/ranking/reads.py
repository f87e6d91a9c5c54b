"""What a read costs: seconds of the best round, each round the median of its reads."""

import statistics
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from bench.ranking.server import Server
from image_community.posts.repository import ImageSelect
from image_community.ranking.repository import exact_select, top_select

LIMIT = 10

# As the specification prints it.
SPECIFIED = f"""
    SELECT p.*, coalesce(l.n, 0) AS like_count, coalesce(w.n, 0) AS win_count,
           coalesce(l.n, 0) + coalesce(w.n, 0) AS total_score
    FROM image_posts p
    LEFT JOIN (SELECT image_post_id, count(*) AS n FROM image_likes
               WHERE created_at >= $1 GROUP BY image_post_id) l ON l.image_post_id = p.id
    LEFT JOIN (SELECT winner_image_id, count(*) AS n FROM tournament_votes
               WHERE created_at >= $1 GROUP BY winner_image_id) w ON w.winner_image_id = p.id
    WHERE p.is_active ORDER BY total_score DESC, p.created_at DESC, p.id DESC LIMIT {LIMIT}"""


async def specified(server: Server, since: datetime, *, rounds: int = 3) -> float:
    """The best of so many, after one that warms the cache."""
    connection = await server.connect("specified")
    statement = await connection.prepare(SPECIFIED)
    seconds = [await _timed(statement, [since]) for _ in range(rounds + 1)]
    await connection.close()
    return min(seconds[1:])


async def fallback(server: Server, since: datetime, *, rounds: int = 3) -> float:
    """The statement of the service while the watermark lags."""
    connection = await server.connect("ours")
    text, values = _compiled(exact_select(since=since, limit=LIMIT, viewer_id=None))
    statement = await connection.prepare(text)
    seconds = [await _timed(statement, values) for _ in range(rounds + 1)]
    await connection.close()
    return min(seconds[1:])


async def ours(server: Server, *, rounds: int = 10, reads: int = 300) -> float:
    """The very statement of the service."""
    connection = await server.connect("ours")
    text, values = _compiled(top_select(limit=LIMIT, viewer_id=None))
    statement = await connection.prepare(text)
    medians = [
        statistics.median([await _timed(statement, values) for _ in range(reads)]) for _ in range(rounds)
    ]
    await connection.close()
    return min(medians)


async def same_answer(server: Server, since: datetime) -> bool:
    """Whether both give the same places."""
    text, values = _compiled(top_select(limit=LIMIT, viewer_id=None))
    one, other = await server.connect("specified"), await server.connect("ours")
    specified = [(row["id"], row["total_score"]) for row in await one.fetch(SPECIFIED, since, timeout=600)]
    ours = [(row["id"], row["total_score"]) for row in await other.fetch(text, *values)]
    await one.close()
    await other.close()
    return specified == ours


def _compiled(select: ImageSelect) -> tuple[str, list[Any]]:
    """As PostgreSQL is given it: text with $1, $2 …, and their values."""
    compiled = select.compile(dialect=dialect())  # type: ignore[no-untyped-call]
    return str(compiled), [compiled.params[name] for name in compiled.positiontup or ()]


async def _timed(statement: asyncpg.prepared_stmt.PreparedStatement, values: Sequence[Any]) -> float:
    began = time.perf_counter()
    await statement.fetch(*values, timeout=600)
    return time.perf_counter() - began
