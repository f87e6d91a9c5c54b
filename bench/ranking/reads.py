"""What a read costs: seconds of the best round, each round the median of its reads."""

import statistics
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations

from bench.ranking.server import Server
from image_community.ranking.repository import exact_select, top_select
from image_community.runtime.prepared import PreparedStatement
from tests import specified_ranking

LIMIT = 10
TOP, SIZE = PreparedStatement(top_select(is_known=False)), {"size": LIMIT}

# Whole rows, as the specification prints it; tests compare no more than ids and counts.
SPECIFIED = specified_ranking.SPECIFIED.replace("SELECT p.id,", "SELECT p.*,", 1)


async def specified(server: Server, since: datetime, *, rounds: int = 3) -> float:
    """The best of so many, after one that warms the cache."""
    connection = await server.connect("specified")
    statement = await connection.prepare(SPECIFIED)
    seconds = [await _timed(statement, [since, LIMIT]) for _ in range(rounds + 1)]
    await connection.close()
    return min(seconds[1:])


async def fallback(server: Server, since: datetime, *, rounds: int = 3) -> float:
    """The statement of the service while the watermark lags."""
    connection = await server.connect("ours")
    exact = PreparedStatement(exact_select(since=since, limit=LIMIT, is_known=False))
    statement = await connection.prepare(exact.sql)
    seconds = [await _timed(statement, exact.arguments({})) for _ in range(rounds + 1)]
    await connection.close()
    return min(seconds[1:])


async def ours(server: Server, *, rounds: int = 10, reads: int = 300) -> float:
    """The very statement of the service."""
    connection = await server.connect("ours")
    statement = await connection.prepare(TOP.sql)
    medians = [
        statistics.median([await _timed(statement, TOP.arguments(SIZE)) for _ in range(reads)])
        for _ in range(rounds)
    ]
    await connection.close()
    return min(medians)


async def same_answer(server: Server, since: datetime) -> bool:
    """Whether both give the same places."""
    one, other = await server.connect("specified"), await server.connect("ours")
    rows = await one.fetch(SPECIFIED, since, LIMIT, timeout=600)
    specified = [(row["id"], row["total"]) for row in rows]
    ours = [(row["id"], row["total_score"]) for row in await other.fetch(TOP.sql, *TOP.arguments(SIZE))]
    await one.close()
    await other.close()
    return specified == ours


async def _timed(statement: asyncpg.prepared_stmt.PreparedStatement, values: Sequence[Any]) -> float:
    began = time.perf_counter()
    await statement.fetch(*values, timeout=600)
    return time.perf_counter() - began
