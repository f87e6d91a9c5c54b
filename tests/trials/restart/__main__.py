"""Each process is restarted, frozen and killed beside users who ask and talk; the databases fall silent.

    make trial-restart                          all of it (about 6 minutes)
    make trial-restart TRIAL="--only silence"   or restart, freeze, kill

Prints what failed for how long, then each bar with the figure seen; exits 1 when one is missed.
"""

# ruff: noqa: T201 - it speaks by printing
import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.terminal import Bar, at_most, heading, say, table, verdict

from tests.people.person import base_url
from tests.system import NativeSystem
from tests.trials.load import Load, Outcome, outage_seconds, slowest_seconds
from tests.trials.restart.faults import FAULTS, replaced, seconds_to_leave_a_taken_port
from tests.trials.restart.report import failures
from tests.trials.restart.silence import Silence, silent
from tests.trials.restart.world import World, living

PER_SECOND = 20
SETTLE_SECONDS = 4.0  # after each fault, so that the next one meets a whole system
ROOM_SECONDS = 12.0  # the grace of a seat (10 s), and a little
WEBS = ("auth-match-web", "image-community-web-1")
TARGETS = (*WEBS, "auth-match-realtime-1", "image-community-worker", "gateway")
COLUMNS = (
    "fault",
    "process",
    "asked",
    "failed",
    "outage",
    "slowest",
    "replaced",
    "back",
    "sockets cut",
    "room",
)


@dataclass(frozen=True)
class Seen:
    """What one fault did. `cut_elsewhere`: sockets that ended although their process was not touched."""

    fault: str
    process: str
    outcomes: Sequence[Outcome]
    replaced_seconds: float  # the supervisor has started another
    back_seconds: float  # and that one gave a sign of life
    cut: int
    cut_elsewhere: int
    room_is_there: bool

    @property
    def failed(self) -> int:
        return sum(outcome.failed for outcome in self.outcomes)

    def row(self) -> list[str]:
        return [
            *(self.fault, self.process, str(len(self.outcomes)), failures(self.outcomes)),
            *(f"{outage_seconds(self.outcomes):.1f} s", f"{slowest_seconds(self.outcomes):.1f} s"),
            *(
                f"{self.replaced_seconds:.1f} s",
                f"{self.back_seconds:.1f} s",
                str(self.cut),
                "stands" if self.room_is_there else "ended",
            ),
        ]


async def one_fault(system: NativeSystem, world: World, load: Load, fault: str, process: str) -> Seen:
    began, before = time.monotonic(), system.pid(process)
    await FAULTS[fault](system, process)
    started, back = await replaced(system, process, before, began)
    await system.ready()
    room = await world.room_is_there(ROOM_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    sockets = (*world.sockets, *world.voices)
    # which process has a socket that came through the gateway is not known
    touched = (process, "gateway") if process.startswith("auth-match-realtime") else (process,)
    untouched = [each for each in sockets if each.server not in touched and not each.ends_before(began)]
    cut = sum(each.ends_since(began) for each in sockets)
    elsewhere = sum(each.ends_since(began) for each in untouched)
    return Seen(fault, process, load.since(began), started, back, cut, elsewhere, room)


async def run(only: str | None) -> list[Bar]:
    system = NativeSystem.from_environment()
    await system.ready()
    kinds = [kind for kind in FAULTS if only in (None, kind)]
    seen: list[Seen] = []
    silences: list[Silence] = []
    async with living(system) as world, Load(base_url(), PER_SECOND, world.mix()) as load:
        await asyncio.sleep(SETTLE_SECONDS)
        for kind in kinds:
            for process in TARGETS:
                seen.append(await one_fault(system, world, load, kind, process))
                say(
                    f"{kind} of {process}: back after {seen[-1].back_seconds:.1f} s, {seen[-1].failed} failed"
                )
        if only in (None, "silence"):
            silences = [await silent(system, load, name) for name in ("postgres", "redis")]
        # last: what Redis forgets ends the room and every place in the queue
        seen += [await one_fault(system, world, load, kind, "redis") for kind in kinds]
    heading("What users saw")
    table(COLUMNS, [each.row() for each in seen])
    for each in silences:
        each.show()
    taken = await seconds_to_leave_a_taken_port(system.settings)
    return [*bars(seen), *(bar for each in silences for bar in each.bars()), port_bar(taken)]


def port_bar(seconds: float) -> Bar:
    return at_most(5, seconds, "a realtime process that says its port is taken ends", " s")


def bars(seen: Sequence[Seen]) -> list[Bar]:
    found = [
        at_most(0, each.failed, f"failed requests, restart of {each.process}")
        for each in seen
        if each.fault == "restart" and each.process != "redis"
    ]
    frozen = [each.replaced_seconds for each in seen if each.fault == "freeze"]
    if frozen:
        found.append(
            at_most(30, max(frozen), "a frozen process is replaced by another that is started", " s")
        )
    ours = [each for each in seen if each.process not in ("redis", "gateway")]
    if ours:
        cut = sum(each.cut_elsewhere for each in ours)
        found.append(at_most(0, cut, "sockets cut that were of another process"))
    gone = sum(not each.room_is_there for each in ours if each.fault == "restart")
    if any(each.fault == "restart" for each in ours):
        found.append(at_most(0, gone, "voice rooms that a restart ended"))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="make trial-restart", description=__doc__)
    parser.add_argument("--only", choices=[*FAULTS, "silence"])
    began = time.monotonic()
    status = verdict(asyncio.run(run(parser.parse_args().only)))
    print(f"\n{time.monotonic() - began:.0f} s in all")
    return status


if __name__ == "__main__":
    sys.exit(main())
