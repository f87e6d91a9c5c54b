"""One client floods sockets, uploads what is dear to decode, dawdles, reads nothing. The others watch.

    make trial-hostile          (about 3 minutes)

Quiet phases stand before and after the attacks. Prints a table, then each bar with the figure seen;
exits 1 when one is missed.
"""

# ruff: noqa: T201 - it speaks by printing
import asyncio
import sys
from collections.abc import Sequence
from math import inf

from bench.terminal import Bar, at_most, heading, middle, p99, say, table, verdict

from tests.system import NativeSystem
from tests.trials.hostile.attacker import prepared
from tests.trials.hostile.bystanders import Bystanders, Seen, bystanders
from tests.trials.hostile.silent_client import Cut, stopped_reading

QUIET_SECONDS = 15.0
FLOOD_SECONDS = 15.0
UPLOAD_SECONDS = 30.0
SLOW_SECONDS = 15.0
MEBIBYTE = 1024**2


async def attacked(watchers: Bystanders, attack: str, seconds: float, *, upload: bool = False) -> Seen:
    async with prepared(attack) as attacker, attacker.at_work():
        seen = await watchers.watch(seconds, upload=upload)
    say(f"{attack.replace('_', ' ')}: {', '.join(f'{n:,} {what}' for what, n in attacker.did.items())}")
    return seen


async def run() -> list[Bar]:
    system = NativeSystem.from_environment()
    await system.ready()
    heading("What the attackers did")
    async with bystanders() as watchers:
        before = await watchers.watch(QUIET_SECONDS, upload=True)
        flooded = await attacked(watchers, "flood", FLOOD_SECONDS)
        decoding = await attacked(watchers, "uploads", UPLOAD_SECONDS, upload=True)
        slow = await attacked(watchers, "slow_bodies", SLOW_SECONDS)
        after = await watchers.watch(QUIET_SECONDS, upload=True)
        cut = await stopped_reading(system)
    phases = {
        "quiet, before": before,
        "5 sockets flood": flooded,
        "20 uploads of 4000 x 4000 AVIF": decoding,
        "400 slow bodies": slow,
        "quiet, after": after,
    }
    heading("What the others saw")
    header = ["", "echo p50 / p99", "sockets cut", "HTTP p50 / p99", "failed", "upload p50", "failed"]
    table(header, rows(phases))
    say(
        f"one stopped reading: its partner heard after {cut.seconds:.1f} s, {cut.buffered_bytes:,} bytes kept"
    )
    return bars(phases, cut)


def rows(phases: dict[str, Seen]) -> list[list[str]]:
    return [
        [
            name,
            milliseconds(seen.echoes),
            str(seen.cut),
            milliseconds(seen.requests),
            str(seen.failed),
            f"{1e3 * middle(seen.uploads):,.0f} ms" if seen.uploads else "",
            str(seen.failed_uploads) if seen.uploads else "",
        ]
        for name, seen in phases.items()
    ]


def milliseconds(seconds: Sequence[float]) -> str:
    return f"{1e3 * middle(seconds):,.0f} / {1e3 * p99(seconds):,.0f} ms"


def bars(phases: dict[str, Seen], cut: Cut) -> list[Bar]:
    before, flooded, decoding, slow, after = phases.values()
    quiet_requests = [*before.requests, *after.requests]
    quiet_uploads = [*before.uploads, *after.uploads]
    return [
        at_most(250, 1e3 * p99(flooded.echoes), "flood: others' echo p99", " ms"),
        at_most(0, flooded.cut + decoding.cut + slow.cut, "others' sockets cut"),
        at_most(
            2.5,
            (middle(decoding.uploads) if decoding.uploads else inf) / middle(quiet_uploads),
            "hostile uploads: another's upload : quiet",
            " ×",
        ),
        at_most(0, decoding.failed_uploads, "hostile uploads: another's uploads failed"),
        at_most(5, p99(decoding.requests) / p99(quiet_requests), "hostile uploads: HTTP p99 : quiet", " ×"),
        at_most(2, p99(slow.requests) / p99(quiet_requests), "slow bodies: HTTP p99 : quiet", " ×"),
        at_most(0, flooded.failed + decoding.failed + slow.failed, "others' requests failed"),
        at_most(20, cut.seconds, "not reading: its partner hears after", " s"),
        at_most(2, cut.buffered_bytes / MEBIBYTE, "not reading: kept for it", " MiB"),
    ]


def main() -> int:
    print("One client is hostile, the others carry on.")
    return verdict(asyncio.run(run()))


if __name__ == "__main__":
    sys.exit(main())
