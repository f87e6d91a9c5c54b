"""Ends a process in time, even with an unresponsive database or a library that swallows a cancellation."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterable
from types import FrameType
from typing import Any

import structlog

log = structlog.get_logger()

STOP_SECONDS = 9.0  # from SIGTERM on; the supervisor kills after 10, compose after 15
CLEAN_UP_SECONDS = 3.0  # from the end of serving on, also if the port was in use
TASKS_SECONDS = 2.0
CANCEL_AGAIN_SECONDS = 0.5


async def end_tasks(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel them repeatedly until each has ended; give up after TASKS_SECONDS.

    Once is not enough: a library was observed to swallow a cancellation during a Redis command, and the loop
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
        log.error("tasks_not_ended", error="not cancelled", tasks=[task.get_name() for task in pending])


def end_process_within(seconds: float) -> None:
    """Exit forcibly after that time, even with threads that wait for an unresponsive database.

    Does nothing if no server handles SIGTERM, as in a test.
    """
    if not callable(signal.getsignal(signal.SIGTERM)):
        return
    timer = threading.Timer(seconds, _leave, (seconds,))
    timer.daemon = True
    timer.start()


def end_process_after_sigterm() -> None:
    """SIGTERM also starts the timer from now on: the server may still be starting at that time."""
    serving = signal.getsignal(signal.SIGTERM)
    if not callable(serving) or threading.current_thread() is not threading.main_thread():
        return

    def end(number: int, frame: FrameType | None) -> None:
        end_process_within(STOP_SECONDS)
        serving(number, frame)

    signal.signal(signal.SIGTERM, end)


def _leave(seconds: float) -> None:
    # neither logging nor print: a hanging thread may hold their locks
    os.write(2, f"This process did not end by itself in {seconds:.0f} s and leaves by force.\n".encode())
    os._exit(1)
