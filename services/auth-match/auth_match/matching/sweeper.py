"""The loops of every realtime process: deadlines every half second, the trail, and what is rarer."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from auth_match.accounts import lifecycle
from auth_match.accounts import retention as accounts_retention
from auth_match.matching import retention, retold, store, trail, transitions
from auth_match.matching.safety import blocks
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.ending import end_tasks

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 0.5
TRAIL_SECONDS = 0.2
RETOLD_SECONDS = 0.5
BLOCKS_SECONDS = 1.0
SUSPENSIONS_SECONDS = 5.0
RETENTION_SECONDS = 3_600
LONGEST_PAUSE_SECONDS = 5.0


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Runs them for as long as the process serves."""
    consumer = f"{socket.gethostname()}-{os.getpid()}"
    loops = [
        asyncio.create_task(_forever("sweep", _sweep, SWEEP_SECONDS)),
        asyncio.create_task(_forever("trail", lambda: _write_trail(consumer), TRAIL_SECONDS)),
        asyncio.create_task(_forever("retold", lambda: _tell_again(consumer), RETOLD_SECONDS)),
        asyncio.create_task(_forever("blocks", blocks.enforce_left_over, BLOCKS_SECONDS)),
        asyncio.create_task(_forever("suspensions", _lift_suspensions, SUSPENSIONS_SECONDS)),
        asyncio.create_task(_forever("retention", _forget_old_rows, RETENTION_SECONDS)),
        asyncio.create_task(_forever("accounts_retention", _forget_old_accounts, RETENTION_SECONDS)),
    ]
    try:
        yield
    finally:
        await end_tasks(loops)


async def _sweep() -> None:
    while await transitions.sweep() >= store.SWEEP_LIMIT:
        pass  # more is due than one script may do


async def _write_trail(consumer: str) -> None:
    while await trail.write_pending(consumer):
        pass


async def _tell_again(consumer: str) -> None:
    while await retold.tell_due(consumer):
        pass


async def _lift_suspensions() -> None:
    if lifted := await in_database_thread(lifecycle.lift_suspensions):
        log.info("suspensions_lifted", users=lifted)


async def _forget_old_rows() -> None:
    while await retention.forget_old_rows():  # noqa: ASYNC110 - not a wait: the trail may write in between
        await asyncio.sleep(TRAIL_SECONDS)


async def _forget_old_accounts() -> None:
    while await accounts_retention.forget_old_rows():  # noqa: ASYNC110 - not a wait: requests come in between
        await asyncio.sleep(TRAIL_SECONDS)


async def _forever(name: str, work: Callable[[], Awaitable[None]], seconds: float) -> None:
    """An edge of the process: whatever fails is logged, and tried again a little later."""
    pause = seconds
    while True:
        try:
            await work()
            pause = seconds
        except Exception:
            log.exception("loop_failed", loop=name)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        await asyncio.sleep(pause)
