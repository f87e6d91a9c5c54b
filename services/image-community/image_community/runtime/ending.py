"""How a process ends in time, whatever hangs: a silent database, a library that swallows a cancellation."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterable
from types import FrameType
from typing import Any

import structlog

log = structlog.get_logger()

STOP_SECONDS = 9.0  # from SIGTERM on; the supervisor and compose kill after 10 and 15
CLEAN_UP_SECONDS = 3.0  # from the end of serving on, also where the port was taken and none was served
TASKS_SECONDS = 2.0
CANCEL_AGAIN_SECONDS = 0.5


async def end_tasks(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancels them until each has ended; gives up after TASKS_SECONDS.

    Once is not enough: a cancellation that came while Redis was asked was seen to be swallowed below us, and
    the loop around it went on.
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
    """Leaves by force then, past threads that wait for a silent database and would be joined for ever.

    Does nothing where no server has taken SIGTERM over, as in a test.
    """
    if not callable(signal.getsignal(signal.SIGTERM)):
        return
    timer = threading.Timer(seconds, _leave, (seconds,))
    timer.daemon = True
    timer.start()


def end_process_after_sigterm() -> None:
    """From now on SIGTERM also starts the clock: a server may be waiting for its own start at that time."""
    serving = signal.getsignal(signal.SIGTERM)
    if not callable(serving) or threading.current_thread() is not threading.main_thread():
        return

    def end(number: int, frame: FrameType | None) -> None:
        end_process_within(STOP_SECONDS)
        serving(number, frame)

    signal.signal(signal.SIGTERM, end)


def _leave(seconds: float) -> None:
    # neither logging nor print: the thread that hangs may hold their locks
    os.write(2, f"This process did not end by itself in {seconds:.0f} s and leaves by force.\n".encode())
    os._exit(1)
