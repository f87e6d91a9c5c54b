"""What moving the watermark costs while 60 events a second leave the window: the worker and its backend."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import create_async_engine

from bench.ranking.server import Server
from bench.ranking.writes import cpu_us
from image_community.ranking import jobs
from image_community.ranking.window import WINDOW
from image_community.runtime.database import make_sessions, transaction

SECONDS = 30.0
EVERY_SECONDS = 0.5  # as in the worker
EVENTS_A_SECOND = 60.0


@dataclass(frozen=True, slots=True)
class Ageing:
    """Shares of one core, and what was wrong in the end."""

    worker: float
    backend: float
    mismatches: int


async def measure(server: Server, *, base: datetime, events: int) -> Ageing:
    """The service's own job, its clock running so that the loaded events pass at the wanted rate."""
    engine = create_async_engine(server.settings("ours").sqlalchemy_url(), pool_size=1)
    sessions = make_sessions(engine)
    async with transaction(sessions) as session:
        pid = int((await session.execute(select(func.pg_backend_pid()))).scalar_one())
    pace = EVENTS_A_SECOND / (events / WINDOW.total_seconds())
    began, ours, backend = time.monotonic(), time.process_time(), cpu_us(pid)
    while (elapsed := time.monotonic() - began) < SECONDS:
        await jobs.advance_window(sessions=sessions, now=base + timedelta(seconds=elapsed * pace))
        await asyncio.sleep(EVERY_SECONDS)
    elapsed = time.monotonic() - began
    shares = (time.process_time() - ours) / elapsed, (cpu_us(pid) - backend) / 1e6 / elapsed
    wrong = await jobs.mismatches(sessions=sessions)
    await engine.dispose()
    return Ageing(*shares, wrong)
