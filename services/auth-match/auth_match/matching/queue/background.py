"""The background loops of every realtime process: deadlines, the trail, and what is rarer."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import structlog

from auth_match.accounts import lifecycle
from auth_match.accounts import retention as accounts_retention
from auth_match.matching.delivery import redelivery
from auth_match.matching.history import recorder, retention
from auth_match.matching.queue import actions
from auth_match.matching.queue.trail_bell import TrailBell
from auth_match.matching.safety import blocks
from auth_match.matching.state.store import SWEEP_LIMIT
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.ending import end_tasks

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 0.5
RECORDER_SECONDS = 0.2
REDELIVERY_SECONDS = 0.5
REDELIVERY_AWAKE_SECONDS = redelivery.AFTER_SECONDS + 3.0
BLOCKS_SECONDS = 2.0
SUSPENSIONS_SECONDS = 5.0
RETENTION_SECONDS = 3_600
LONGEST_PAUSE_SECONDS = 5.0


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Runs them for as long as the process serves."""
    consumer = f"{socket.gethostname()}-{os.getpid()}"
    # One ring is enough for rows: the process with the lock reads to the end. A redelivery is due later.
    to_record, to_redeliver = TrailBell(awake_seconds=0), TrailBell(awake_seconds=REDELIVERY_AWAKE_SECONDS)
    bells = (to_record, to_redeliver)
    loops = [
        asyncio.create_task(_forever("sweep", lambda: _sweep(bells), SWEEP_SECONDS)),
        asyncio.create_task(
            _forever("recorder", lambda: _record(consumer), RECORDER_SECONDS, pause=to_record.wait)
        ),
        asyncio.create_task(
            _forever("redelivery", lambda: _redeliver(consumer), REDELIVERY_SECONDS, pause=to_redeliver.wait)
        ),
        asyncio.create_task(_forever("blocks", blocks.enforce_pending, BLOCKS_SECONDS)),
        asyncio.create_task(_forever("suspensions", _lift_suspensions, SUSPENSIONS_SECONDS)),
        asyncio.create_task(_forever("retention", _delete_old_rows, RETENTION_SECONDS)),
        asyncio.create_task(_forever("accounts_retention", _delete_old_accounts, RETENTION_SECONDS)),
    ]
    try:
        yield
    finally:
        await end_tasks(loops)


async def _sweep(bells: Sequence[TrailBell]) -> None:
    while await actions.sweep(bells=bells) >= SWEEP_LIMIT:
        pass  # more is due than one script may do


async def _record(consumer: str) -> None:
    while await recorder.record_pending(consumer):
        pass


async def _redeliver(consumer: str) -> None:
    while await redelivery.redeliver_due(consumer):
        pass


async def _lift_suspensions() -> None:
    if lifted := await in_database_thread(lifecycle.lift_suspensions):
        log.info("suspensions_lifted", users=lifted)


async def _delete_old_rows() -> None:
    while await retention.delete_old_rows():  # noqa: ASYNC110 - not a wait: the recorder may write in between
        await asyncio.sleep(RECORDER_SECONDS)


async def _delete_old_accounts() -> None:
    while await accounts_retention.delete_old_rows():  # noqa: ASYNC110 - not a wait: requests come in between
        await asyncio.sleep(RECORDER_SECONDS)


async def _forever(
    name: str,
    work: Callable[[], Awaitable[None]],
    seconds: float,
    *,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """An edge of the process: every failure is logged, and the work tried again a little later."""
    failed_seconds = seconds
    while True:
        try:
            await work()
        except Exception:
            log.exception("loop_failed", loop=name)
            failed_seconds = min(failed_seconds * 2, LONGEST_PAUSE_SECONDS)
            await asyncio.sleep(failed_seconds)
        else:
            failed_seconds = seconds
            await pause(seconds)
