"""The use cases of the ranking: read it; and, by the worker, keep its window and check it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

import structlog
from sqlalchemy.engine import RowMapping

from image_community.ranking import metrics, repository
from image_community.runtime.clock import Clock
from image_community.runtime.database import Sessions, see_one_snapshot, set_local, transaction
from image_community.runtime.locks import lock_ranking_window

log = structlog.get_logger()

WINDOW = timedelta(hours=24)
STALE_AFTER = timedelta(seconds=2)  # past this the counts are not asked any more
TURN_SECONDS = 10.0  # to wait for one's turn to ask the events
STEP = timedelta(minutes=1)  # of events in one transaction, so that writers never wait long
# While the worker waits for the window, writers wait behind it. Whoever holds it longer is a deleted account.
LOCK_TIME = "300ms"
IDLE_TIME = "1s"  # before PostgreSQL ends a worker that froze while it has the window
STATEMENT_TIME = "300s"  # for counting anew, or checking, everything


class Reached(Enum):
    """Where the watermark is, after one transaction."""

    START = auto()  # there was none
    STEP = auto()  # still behind
    END = auto()


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


async def age(*, sessions: Sessions, now: datetime, step: timedelta = STEP) -> int:
    """The worker's job: move the watermark to 24 hours before `now`, step by step after a pause.

    Answers how often everything was counted anew: 1 if there was no watermark, else 0.
    """
    counted_anew = 0
    while (reached := await _age_one_step(sessions, now - WINDOW, step)) is not Reached.END:
        counted_anew += reached is Reached.START
    return counted_anew


async def _age_one_step(sessions: Sessions, until: datetime, step: timedelta) -> Reached:
    async with transaction(sessions) as session:
        await set_local(
            session,
            statement_timeout=STATEMENT_TIME,
            lock_timeout=LOCK_TIME,
            idle_in_transaction_session_timeout=IDLE_TIME,
        )
        await lock_ranking_window(session)
        # A statement of its own, after the lock: the snapshot holds all that was counted under the last one.
        since = await repository.lock_watermark(session)
        if since is None:
            await repository.count_anew(session, since=until)
            await repository.set_watermark(session, until)
            return Reached.START
        moment = min(until, since + step)
        if since < moment:  # never back, whatever the clock says
            await repository.subtract_aged(session, since=since, until=moment)
            await repository.set_watermark(session, moment)
        return Reached.STEP if moment < until else Reached.END


async def check(*, sessions: Sessions, now: datetime) -> int:
    """The worker's job: compare all counts with the events; answers how many posts are wrong, always 0.

    If not, that is a defect: it is told, and everything is counted anew.
    """
    found = await mismatches(sessions=sessions)
    async with transaction(sessions) as session:
        await repository.record_check(session, now=now, found=found)
        if found:
            log.error("ranking_mismatch", posts=found)
            await repository.set_watermark(session, None)
    return found


async def mismatches(*, sessions: Sessions) -> int:
    """How many posts' counts differ from the events of their window."""
    async with transaction(sessions) as session:
        await see_one_snapshot(session)
        await set_local(session, statement_timeout=STATEMENT_TIME)
        return await repository.mismatches(session)


async def tell_metrics(*, sessions: Sessions, now: datetime) -> None:
    """For `/metrics`: the state that the worker, which has no port, keeps in the database."""
    async with transaction(sessions) as session:
        watermark, checked_at, mismatches = await repository.state(session)
    as_of = None if watermark is None else watermark + WINDOW
    metrics.tell(as_of=as_of, checked_at=checked_at, mismatches=mismatches, now=now)
