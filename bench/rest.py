"""What the system costs while it is not used: `make bench-rest`.

CPU of each process over a minute, from /proc/PID/stat. A process counts with all that descend from it
(PostgreSQL's backends, gunicorn's and nginx' workers), those that have ended included.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.system import NativeSystem

from bench.kernel import TICKS_A_SECOND, processes, ticks
from bench.terminal import at_most, heading, table, verdict
from native import state

SETTLE_SECONDS = 20  # start-up, the first fetches and the first fits are over
SECONDS = 60
ALL_PERCENT = 8
REALTIME_PERCENT = 1.5
SUPERVISOR = "supervisor"


def main() -> int:
    system = NativeSystem.from_environment()
    asyncio.run(system.ready())
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; load before {os.getloadavg()[0]:.1f}", flush=True)
    pids = _pids(system)
    time.sleep(SETTLE_SECONDS)
    busy, began, before = _machine_busy(), time.monotonic(), processes()
    time.sleep(SECONDS)
    after, seconds, busy = processes(), time.monotonic() - began, _machine_busy() - busy
    assert _pids(system) == pids, "a process was restarted meanwhile"

    percent, rows = {}, []
    for name, pid in pids.items():
        later, earlier = (ticks(pid, counted, apart=pids.values()) for counted in (after, before))
        percent[name] = (later - earlier) / TICKS_A_SECOND / seconds * 100
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
    return {**pids, SUPERVISOR: processes()[pids["postgres"]].parent}


def _machine_busy() -> float:
    """Seconds of all cores since the machine's start (proc_stat(5): neither idle nor iowait)."""
    user, nice, system, _idle, _iowait, irq, softirq, *_ = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / TICKS_A_SECOND


if __name__ == "__main__":
    sys.exit(main())
