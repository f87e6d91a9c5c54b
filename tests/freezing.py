"""Servers that fall silent without dying: SIGSTOP. Their kernel still acknowledges what they are sent."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def family(pid: int) -> list[int]:
    """The process and its children. PostgreSQL's backends have process groups of their own."""
    listing = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [pid, *map(int, listing.stdout.split())]


@contextmanager
def frozen(pid: int, *, with_children: bool = False) -> Iterator[None]:
    """The process does nothing while the block runs; the parent first, so that it makes no new children."""
    stopped: list[int] = []
    try:
        _signal(pid, signal.SIGSTOP)
        stopped.append(pid)
        for each in family(pid)[1:] if with_children else []:
            _signal(each, signal.SIGSTOP)
            stopped.append(each)
        yield
    finally:
        for each in reversed(stopped):
            _signal(each, signal.SIGCONT)


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):  # a backend may end at any time
        os.kill(pid, number)
