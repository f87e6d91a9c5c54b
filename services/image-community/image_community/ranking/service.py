"""The use cases of requests: all read."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from image_community.ranking import metrics, repository
from image_community.ranking.window import WINDOW
from image_community.runtime.clock import Clock
from image_community.runtime.database import Sessions, reading, transaction
from image_community.runtime.prepared import Row

STALE_AFTER = timedelta(seconds=2)  # older counts are not used
FALLBACK_LOCK_SECONDS = 10.0  # the longest wait for the fallback lock


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first ranks of the 24 hours before `as_of`."""

    as_of: datetime
    rows: Sequence[Row]


class FallbackLock:
    """One request of this process at a time reads the events; the others wait `longest_seconds` at most."""

    def __init__(self, *, longest_seconds: float = FALLBACK_LOCK_SECONDS) -> None:
        self._lock = asyncio.Lock()
        self._longest_seconds = longest_seconds

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Raises: TimeoutError: it was not available in time."""
        async with asyncio.timeout(self._longest_seconds):
            await self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()


async def top_24h(
    *, sessions: Sessions, fallback_lock: FallbackLock, clock: Clock, limit: int, viewer_id: int | None
) -> Ranking:
    """From the counts, or from the events if the watermark lags or is missing.

    One request at a time reads the events: each takes seconds of CPU, and without a worker concurrent ones
    would starve likes and votes. A request that waited for the lock tries the counts again. The clock is read
    after each wait: compared with the time of the request, a fresh watermark would look wrong on a busy
    database.

    Raises:
        TimeoutError: the lock was not available in time.
    """
    ranking = await _from_counts(sessions, clock, limit, viewer_id)
    if ranking is not None:
        return ranking
    async with fallback_lock.held():
        ranking = await _from_counts(sessions, clock, limit, viewer_id)
        return ranking or await _from_events(sessions, clock, limit, viewer_id)


async def _from_counts(sessions: Sessions, clock: Clock, limit: int, viewer_id: int | None) -> Ranking | None:
    async with reading(sessions) as connection:
        rows = await repository.top(connection, limit=limit, viewer_id=viewer_id)
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
        await session.connection()  # may wait for the pool
        now = clock()
        rows = await repository.exact_top(session, since=now - WINDOW, limit=limit, viewer_id=viewer_id)
    return Ranking(now, rows)


async def report_metrics(*, sessions: Sessions, now: datetime) -> None:
    """For `/metrics`: the state that the worker, which has no port, stores in the database."""
    async with transaction(sessions) as session:
        watermark, checked_at, mismatches = await repository.state(session)
    as_of = None if watermark is None else watermark + WINDOW
    metrics.report(as_of=as_of, checked_at=checked_at, mismatches=mismatches, now=now)
