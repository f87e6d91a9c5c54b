"""What the system costs while nobody uses it: `make bench-rest`.

CPU of each process over a minute, from /proc/PID/stat. A process counts with all that descend from it
(PostgreSQL's backends, gunicorn's and nginx' workers), those that have ended included.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import sys
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.system import NativeSystem

from bench.terminal import at_most, heading, table, verdict
from native import state

SETTLE_SECONDS = 20  # start-up, the first fetches and the first fits are over
SECONDS = 60
ALL_PERCENT = 8
REALTIME_PERCENT = 1.5
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Counted:
    """Of a process since its start; `ticks` of its own and of its children that ended, `wakes` of its main
    thread (voluntary context switches)."""

    parent: int
    ticks: int
    wakes: int


def main() -> int:
    system = NativeSystem.from_environment()
    asyncio.run(system.ready())
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; load before {os.getloadavg()[0]:.1f}", flush=True)
    pids = _pids(system)
    time.sleep(SETTLE_SECONDS)
    busy, began, before = _machine_busy(), time.monotonic(), _count()
    time.sleep(SECONDS)
    after, seconds, busy = _count(), time.monotonic() - began, _machine_busy() - busy
    assert _pids(system) == pids, "a process was restarted meanwhile"

    percent, rows = {}, []
    for name, pid in pids.items():
        ticks, earlier = (_ticks(pid, counted, apart=pids.values()) for counted in (after, before))
        percent[name] = (ticks - earlier) / TICKS_PER_SECOND / seconds * 100
        wakes = (after[pid].wakes - before[pid].wakes) / seconds
        rows.append((name, f"{percent[name]:.2f}", f"{wakes:.1f}"))
    heading(f"At rest for {seconds:.0f} s; the whole machine: {busy / seconds * 100:.1f} % of a core")
    table(("process", "% of a core", "wakes/s"), [*rows, ("all", f"{sum(percent.values()):.2f}", "")])
    realtime = max(each for name, each in percent.items() if "realtime" in name)
    status = verdict(
        [
            at_most(ALL_PERCENT, sum(percent.values()), "all processes", " % of a core"),
            at_most(REALTIME_PERCENT, realtime, "each realtime process", " %"),
        ]
    )
    print(f"\nload after {os.getloadavg()[0]:.1f}")
    return status


def _pids(system: NativeSystem) -> dict[str, int]:
    """The processes of the state file, and the supervisor, which is their parent."""
    written = state.read(system.settings.state_file)
    assert written is not None
    pids = {name: int(pid) for name, pid in written["pids"].items()}
    return {**pids, SUPERVISOR: _count()[pids["postgres"]].parent}


def _count() -> dict[int, Counted]:
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


def _machine_busy() -> float:
    """Seconds of all cores since the machine's start (proc_stat(5): neither idle nor iowait)."""
    user, nice, system, _idle, _iowait, irq, softirq, *_ = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / TICKS_PER_SECOND


def _ticks(pid: int, counted: Mapping[int, Counted], *, apart: Collection[int]) -> int:
    """Of a process and its descendants, but for those that have a row of their own."""
    children = [child for child, each in counted.items() if each.parent == pid and child not in apart]
    return counted[pid].ticks + sum(_ticks(child, counted, apart=apart) for child in children)


if __name__ == "__main__":
    sys.exit(main())
