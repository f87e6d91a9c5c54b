"""CPU time of processes and their children, as the kernel counts it (proc(5), /proc/PID/stat)."""

import os
from collections.abc import Iterable
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# After the name, which ends with the last parenthesis: ppid; utime, stime, cutime, cstime.
PARENT, CPU = 1, slice(11, 15)


def cpu_seconds(pids: Iterable[int]) -> float:
    """Of these processes and all below them, also of children that have ended."""
    rows = _rows()
    below = _below(set(pids), rows)
    return sum(sum(int(ticks) for ticks in rows[pid][CPU]) for pid in below if pid in rows) / TICKS_A_SECOND


def _rows() -> dict[int, list[str]]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
    return found


def _below(roots: set[int], rows: dict[int, list[str]]) -> set[int]:
    found, waiting = set(), list(roots)
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += [child for child, row in rows.items() if int(row[PARENT]) == pid and child not in found]
    return found
