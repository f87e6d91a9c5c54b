"""The worker's part: keep the window, and check what it counts."""

from datetime import datetime, timedelta
from enum import Enum, auto

import structlog

from image_community.ranking import repository
from image_community.ranking.window import WINDOW
from image_community.runtime.database import Sessions, see_one_snapshot, set_local, transaction
from image_community.runtime.locks import lock_ranking_window

log = structlog.get_logger()

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
