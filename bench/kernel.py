"""CPU time and wakes of processes and their descendants, as the kernel counts them (proc(5), /proc/PID)."""

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Counted:
    """Of a process since its start; `ticks` of its own and of its children that ended, `wakes` of its main
    thread (voluntary context switches)."""

    parent: int
    ticks: int
    wakes: int


def cpu_seconds(pids: Iterable[int]) -> float:
    """Of these processes and all below them; none of them is below another."""
    counted = processes()
    return sum(ticks(pid, counted) for pid in pids) / TICKS_A_SECOND


def processes() -> dict[int, Counted]:
    """All processes of the machine by pid."""
    counted = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat, status = (folder / "stat").read_text(), (folder / "status").read_text()
        except OSError:  # it ended meanwhile
            continue
        values = stat.rpartition(")")[2].split()  # from field 3 on, proc_pid_stat(5)
        wakes = next(line for line in status.splitlines() if line.startswith("voluntary_ctxt_switches"))
        counted[int(folder.name)] = Counted(
            parent=int(values[1]), ticks=sum(map(int, values[11:15])), wakes=int(wakes.split()[1])
        )
    return counted


def ticks(pid: int, counted: Mapping[int, Counted], *, apart: Collection[int] = ()) -> int:
    """Of a process and its descendants, but for those below `apart`."""
    children = [child for child, each in counted.items() if each.parent == pid and child not in apart]
    return counted[pid].ticks + sum(ticks(child, counted, apart=apart) for child in children)
