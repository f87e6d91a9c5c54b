"""Reading the ranking, writing its events, ageing them: as specified, with a covering index, and ours.

`make bench-ranking`; `QUICK=1` for a small run. A PostgreSQL of its own. 200k posts; 0.1, 1 and 5 million
events in the window. The first two ways share tables that are as specified; ours are the service's. Rounds of
writes alternate, so that whatever else the machine does falls on both.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.ranking import ageing, load, reads, writes
from bench.ranking.ageing import Ageing
from bench.ranking.server import Server, own_server
from bench.ranking.writes import Cost
from bench.terminal import Bar, at_least, at_most, heading, middle, say, size_name, table, verdict
from image_community.ranking.window import WINDOW

SIZES = (20_000, 100_000) if os.environ.get("QUICK") else (100_000, 1_000_000, 5_000_000)


@dataclass(frozen=True, slots=True)
class Reads:
    """Seconds: of a read, and of rebuilding all counts."""

    specified: float
    covering: float
    ours: float
    fallback: float
    rebuild: float


@dataclass(slots=True)
class Seen:
    """By events in the window; and by what was written, without and with the ranking."""

    reads: dict[int, Reads] = field(default_factory=dict)
    writes: dict[str, tuple[Cost, Cost]] = field(default_factory=dict)


async def measure(server: Server) -> tuple[Seen, float, Ageing]:
    base, seen = datetime.now(UTC), Seen()
    await load.create(server, base=base)
    for before, size in zip((0, *SIZES), SIZES, strict=False):
        await load.add_events(server, have=before, want=size, base=base)
        seen.reads[size] = await measure_size(server, base, seen.writes if size == SIZES[-1] else None)
    after_writes = await reads.ours(server)
    return seen, after_writes, await ageing.measure(server, base=base, events=SIZES[-1])


async def measure_size(server: Server, base: datetime, costs: dict[str, tuple[Cost, Cost]] | None) -> Reads:
    """Reads of all three; and what writes cost, if asked for, before covering indexes make them dearer."""
    since = base - WINDOW
    rebuild = await load.count_anew(server, base=base)
    ours, fallback = await reads.ours(server), await reads.fallback(server, since)
    await load.copy_as_specified(server)
    assert await reads.same_answer(server, since)
    specified = await reads.specified(server, since)
    if costs is not None:
        costs["like"] = await writes.compare(server, writes.like, writes.counted_like, first_user=100_000_000)
        costs["vote"] = await writes.compare(server, writes.vote, writes.counted_vote, first_user=200_000_000)
    await load.add_covering_indexes(server)
    return Reads(specified, await reads.specified(server, since), ours, fallback, rebuild)


def print_tables(seen: Seen, after_writes: float, aged: Ageing) -> None:
    heading(f"Reads of the first {reads.LIMIT}, ms")
    names = ("specified", "covering index", "ours", "ours, fallback", "all rebuilt")
    rows = []
    for size, of in seen.reads.items():
        seconds = (of.specified, of.covering, of.ours, of.fallback, of.rebuild)
        rows.append([f"{size_name(size)} events", *(f"{each * 1000:,.3f}" for each in seconds)])
    table(["", *names], rows)
    say(f"ours after the writes, not vacuumed: {after_writes * 1000:.3f} ms")
    heading("Written, per event")
    rows = []
    for name, costs in seen.writes.items():
        for whose, cost in zip(("specified", "ours"), costs, strict=True):
            figures = f"{cost.cpu_us:.0f}", f"{cost.client_us:.0f}"
            rows.append([f"{name}, {whose}", *figures, f"{cost.wal_records:.2f}", f"{cost.wal_bytes:.0f}"])
    table(["", "PostgreSQL µs", "service µs", "WAL records", "WAL bytes"], rows)
    heading(f"Ageing {ageing.EVENTS_A_SECOND:.0f} events/s, share of a core")
    say(f"worker {aged.worker:.4f}, PostgreSQL {aged.backend:.4f}; posts wrong afterwards: {aged.mismatches}")


def bars(seen: Seen, aged: Ageing) -> list[Bar]:
    smallest, largest = seen.reads[SIZES[0]], seen.reads[SIZES[-1]]
    least, most = size_name(SIZES[0]), size_name(SIZES[-1])
    found = [
        at_least(1000, largest.specified / largest.ours, f"read at {most}: specified / ours"),
        at_most(1.5, largest.ours / smallest.ours, f"ours at {most} / ours at {least}"),
    ]
    for name, (plain, ours) in seen.writes.items():
        both = (ours.cpu_us + ours.client_us) / (plain.cpu_us + plain.client_us)
        found += [
            at_most(2, ours.cpu_us / plain.cpu_us, f"PostgreSQL's CPU of a {name}: ours / specified"),
            at_most(2, both, f"all CPU of a {name}: ours / specified"),
            at_most(2, ours.wal_records / plain.wal_records, f"WAL records of a {name}: ours / specified"),
        ]
    aged_us = (aged.worker + aged.backend) * 1e6 / ageing.EVENTS_A_SECOND
    written_us = middle([ours.cpu_us + ours.client_us for _, ours in seen.writes.values()])
    found.append(at_most(1, aged_us / written_us, "all CPU of an event: taken out / written", " ×"))
    return [*found, at_most(0, aged.mismatches, "posts wrong")]


async def main() -> int:
    began, load_before = time.monotonic(), os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; load before {load_before:.1f}", flush=True)
    async with own_server() as server:
        seen, after_writes, aged = await measure(server)
    print_tables(seen, after_writes, aged)
    status = verdict(bars(seen, aged))
    print(f"\n{time.monotonic() - began:.0f} s; load after {os.getloadavg()[0]:.1f}")
    return status


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
