"""The use cases of reading."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import RowMapping

from image_community.ranking import metrics, repository
from image_community.ranking.window import WINDOW
from image_community.runtime.clock import Clock
from image_community.runtime.database import Sessions, transaction

STALE_AFTER = timedelta(seconds=2)  # past this the counts are not asked any more
TURN_SECONDS = 10.0  # to wait for one's turn to ask the events


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first places of the 24 hours before `as_of`."""

    as_of: datetime
    rows: Sequence[RowMapping]


async def top_24h(
    *, sessions: Sessions, turn: asyncio.Lock, clock: Clock, limit: int, viewer_id: int | None
) -> Ranking:
    """From the counts; from the events themselves if the counts' watermark lags, or there is none.

    The events are asked by one request at a time, or, without a worker, seconds of a core for each of them
    would leave nothing for likes and votes. Whoever waited for that looks at the counts once more. The clock
    is read after each wait: compared with the moment of the request, a fresh watermark would seem wrong just
    when the database is busiest.

    Raises:
        TimeoutError: it did not get its turn in `TURN_SECONDS`.
    """
    ranking = await _from_counts(sessions, clock, limit, viewer_id)
    if ranking is not None:
        return ranking
    async with _in_turn(turn):
        ranking = await _from_counts(sessions, clock, limit, viewer_id)
        return ranking or await _from_events(sessions, clock, limit, viewer_id)


async def _from_counts(sessions: Sessions, clock: Clock, limit: int, viewer_id: int | None) -> Ranking | None:
    async with transaction(sessions) as session:
        rows = await repository.top(session, limit=limit, viewer_id=viewer_id)
        now = clock()
    if not rows or rows[0]["watermark"] is None:
        return None
    as_of = rows[0]["watermark"] + WINDOW
    if abs(now - as_of) > STALE_AFTER:
        return None
    metrics.READS.labels("counts").inc()
    return Ranking(as_of, rows)


async def _from_events(sessions: Sessions, clock: Clock, limit: int, viewer_id: int | None) -> Ranking:
    metrics.READS.labels("events").inc()
    async with transaction(sessions) as session:
        await session.connection()  # which may have to be waited for
        now = clock()
        rows = await repository.exact_top(session, since=now - WINDOW, limit=limit, viewer_id=viewer_id)
    return Ranking(now, rows)


@asynccontextmanager
async def _in_turn(turn: asyncio.Lock) -> AsyncIterator[None]:
    async with asyncio.timeout(TURN_SECONDS):
        await turn.acquire()
    try:
        yield
    finally:
        turn.release()


async def tell_metrics(*, sessions: Sessions, now: datetime) -> None:
    """For `/metrics`: the state that the worker, which has no port, keeps in the database."""
    async with transaction(sessions) as session:
        watermark, checked_at, mismatches = await repository.state(session)
    as_of = None if watermark is None else watermark + WINDOW
    metrics.tell(as_of=as_of, checked_at=checked_at, mismatches=mismatches, now=now)
