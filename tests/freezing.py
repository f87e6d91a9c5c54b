"""Processes that stop without dying: SIGSTOP. Their kernel still acknowledges what they are sent."""

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress


def family(pid: int) -> list[int]:
    """The process and all below it. PostgreSQL's backends have process groups of their own."""
    output = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for line in output.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def send(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):  # a backend may end at any time
            os.kill(pid, number)


@contextmanager
def frozen(pid: int, *, with_children: bool = False) -> Iterator[None]:
    """The process does nothing while the block runs; the parent first, so that it makes no new children."""
    stopped = [pid]
    try:
        send(stopped, signal.SIGSTOP)
        if with_children:
            stopped = family(pid)
            send(stopped[1:], signal.SIGSTOP)
        yield
    finally:
        send(reversed(stopped), signal.SIGCONT)
