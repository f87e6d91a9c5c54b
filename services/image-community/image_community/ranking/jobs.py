"""The worker's jobs: advance the window, and check its counts."""

from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

import structlog

from image_community.ranking import repository
from image_community.ranking.window import WINDOW
from image_community.runtime.database import Sessions, see_one_snapshot, set_local, transaction
from image_community.runtime.locks import lock_ranking_window

log = structlog.get_logger()

STEP = timedelta(minutes=1)  # of events per transaction, so that writers never wait long
# While the worker waits for the window, writers queue behind it. Only the deletion of an account holds it
# longer.
LOCK_TIMEOUT = "300ms"
IDLE_TIMEOUT = "1s"  # before PostgreSQL ends a frozen worker that holds the window
STATEMENT_TIMEOUT = "300s"  # for rebuilding or checking all counts


class Progress(Enum):
    """The position of the watermark after one transaction."""

    REBUILT = auto()  # there was none
    BEHIND = auto()
    UP_TO_DATE = auto()


async def advance_window(
    *, sessions: Sessions, now: datetime, step: timedelta = STEP, lock_timeout: str = LOCK_TIMEOUT
) -> int:
    """The worker's job: advance the watermark to 24 hours before `now`, in several steps after a pause.

    Returns how often all counts were rebuilt: 1 without a watermark, else 0.
    """
    rebuilt, next_step = 0, partial(_advance_one_step, sessions, now - WINDOW, step, lock_timeout)
    while (progress := await next_step()) is not Progress.UP_TO_DATE:
        rebuilt += progress is Progress.REBUILT
    return rebuilt


async def _advance_one_step(
    sessions: Sessions, until: datetime, step: timedelta, lock_timeout: str
) -> Progress:
    async with transaction(sessions) as session:
        await set_local(
            session,
            statement_timeout=STATEMENT_TIMEOUT,
            lock_timeout=lock_timeout,
            idle_in_transaction_session_timeout=IDLE_TIMEOUT,
        )
        await lock_ranking_window(session)
        # A separate statement after the lock, so that its snapshot has all counts of previous lock holders.
        since = await repository.lock_watermark(session)
        if since is None:
            await repository.rebuild_counts(session, since=until)
            await repository.set_watermark(session, until)
            return Progress.REBUILT
        moment = min(until, since + step)
        if since < moment:  # never backwards, even if the clock is wrong
            await repository.subtract_expired(session, since=since, until=moment)
            await repository.set_watermark(session, moment)
        return Progress.BEHIND if moment < until else Progress.UP_TO_DATE


async def check(*, sessions: Sessions, now: datetime) -> int:
    """The worker's job: compare all counts with the events; returns how many posts are wrong.

    Any wrong post is a defect: it is logged, and all counts are rebuilt.
    """
    found = await mismatches(sessions=sessions)
    async with transaction(sessions) as session:
        await repository.record_check(session, now=now, found=found)
        if found:
            log.error("ranking_mismatch", posts=found)
            await repository.set_watermark(session, None)
    return found


async def mismatches(*, sessions: Sessions) -> int:
    """How many posts have counts that differ from the events of the window."""
    async with transaction(sessions) as session:
        await see_one_snapshot(session)
        await set_local(session, statement_timeout=STATEMENT_TIMEOUT)
        return await repository.mismatches(session)
