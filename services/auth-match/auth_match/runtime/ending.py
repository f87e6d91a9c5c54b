"""Ends a process in time even if something hangs: an unresponsive database, a swallowed cancellation."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterable
from types import FrameType

import structlog

log = structlog.get_logger(__name__)

STOP_SECONDS = 9.0  # after SIGTERM; the supervisor and compose kill after 10 and 15
CLEAN_UP_SECONDS = 3.0  # after the end of serving, also if the port was taken and serving never started
TASKS_SECONDS = 2.0
CANCEL_AGAIN_SECONDS = 0.5


async def end_tasks(tasks: Iterable["asyncio.Task[None]"]) -> None:
    """Cancels the tasks until each has ended; gives up after TASKS_SECONDS.

    Once is not enough: a library was seen to swallow a cancellation during a call to Redis, and the loop
    around it continued.
    """
    pending = set(tasks)
    rounds = int(TASKS_SECONDS / CANCEL_AGAIN_SECONDS)
    while pending and rounds:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_SECONDS)
        rounds -= 1
    if pending:
        log.error("tasks_not_ended", error="cancelled in vain", tasks=[task.get_name() for task in pending])


def end_process_within(seconds: float) -> None:
    """Exits after that time, without joining threads that wait for an unresponsive database.

    Does nothing if no server handles SIGTERM, as in a test.
    """
    if not callable(signal.getsignal(signal.SIGTERM)):
        return
    timer = threading.Timer(seconds, _leave, (seconds,))
    timer.daemon = True
    timer.start()


def end_process_after_sigterm() -> None:
    """From now on SIGTERM also starts the timer: a server that is still starting up may ignore it."""
    serving = signal.getsignal(signal.SIGTERM)
    if not callable(serving) or threading.current_thread() is not threading.main_thread():
        return

    def end(number: int, frame: FrameType | None) -> None:
        end_process_within(STOP_SECONDS)
        serving(number, frame)

    signal.signal(signal.SIGTERM, end)


def _leave(seconds: float) -> None:
    # neither logging nor print: the hanging thread may hold their locks
    os.write(2, f"This process did not end by itself in {seconds:.0f} s and exits by force.\n".encode())
    os._exit(1)
