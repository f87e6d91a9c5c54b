"""People, processes and connections at random, and a checker that reads what came of it.

    make chaos-match                    five seeds
    make chaos-match SEEDS="3 17"       those
    make chaos-match CHAOS="--people 20 --seconds 20"

Prints what it raises and shortens, a line a seed, and what is left in Redis after everybody has gone. Exits 1
when anything was lost, doubled, phantom, passed over or trapped, or when something is left.
"""

# ruff: noqa: T201 - it speaks by printing
import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from time import time

from tests.chaos.checker import check, coverage, slowest_expiry
from tests.chaos.history import KINDS, Fault, History, Times
from tests.chaos.leaving import vanish
from tests.chaos.run import Crowd, Progress, Size, run
from tests.chaos.testimony import slowest_answers
from tests.chaos.witness import Witness
from tests.system import NativeSystem

TIMES = ("late expiry", "p99 answer", "rows behind")
COLUMNS = ("acts", "joins", "offers", "rooms", "kills", "cuts", *KINDS, *TIMES)
SHOWN = 5  # faults a seed
EXCERPT_SECONDS = 6.0
EXCERPT_LINES = 50


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos-match", description=__doc__)
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--fault-every", type=float, default=10)
    given = parser.parse_args()
    size = Size(given.people, given.seconds, given.fault_every)
    return asyncio.run(all_seeds(size, given.seeds))


async def all_seeds(size: Size, seeds: list[int]) -> int:
    system = NativeSystem.from_environment()
    await system.ready()
    tell_settings(size, system)
    print("\n" + "seed".rjust(6) + "".join(name.rjust(max(8, len(name) + 2)) for name in COLUMNS))
    is_clean = True
    async with system.redis() as client:
        witness = Witness(system, client)
        for seed in seeds:
            crowd = await run(size, seed, system, witness, times(), progress_line(seed))
            faults = check(crowd.history)
            report(seed, crowd, faults, witness.rows_behind)
            is_drained = seed != seeds[-1] or await vanish(crowd.clients, witness)
            if faults or not is_drained:
                keep(crowd.history, faults)
                is_clean = False
            await crowd.aclose()
    return 0 if is_clean else 1


def tell_settings(size: Size, system: NativeSystem) -> None:
    processes = len(system.settings.ports.realtime)
    print(
        f"{size.people} people for {size.seconds:.0f} s a seed, {processes} realtime processes behind the "
        f"gateway; every {size.fault_every:.0f} s one is killed or all Redis connections are cut, in turn."
        "\nSettings that are not the default:"
    )
    for name, value in sorted(os.environ.items()):
        if name.startswith(("MATCH_", "VOICE_", "AUTH_MATCH_LIMIT_", "MARU_REALTIME", "MARU_WEB")):
            print(f"  {name}={value}")


def times() -> Times:
    """As given to the system under test."""
    return Times(
        cooldown=float(os.environ["MATCH_REJECT_COOLDOWN_SECONDS"]),
        room_join=float(os.environ["VOICE_JOIN_SECONDS"]),
    )


def progress_line(seed: int) -> Progress:
    def show(what: str, share: float) -> None:
        bar = "#" * round(24 * share)
        print(f"\r{seed:6}  [{bar:24}] {what:<40}", end="", flush=True)

    return show


def report(seed: int, crowd: Crowd, faults: list[Fault], rows_behind: float) -> None:
    """One line of the table, and what stands behind it if that is not nothing."""
    history = crowd.history
    types = Counter(event["type"] for event in history.events)
    kinds = Counter(entry.kind for entry in history.entries)
    found = Counter(fault.kind for fault in faults)
    values = [
        sum(client.acts for client in crowd.clients),
        *(types[name] for name in ("joined", "offered", "matched")),
        *(kinds[name] for name in ("kill", "cut")),
        *(found[name] for name in KINDS),
        *(f"{seconds:.2f} s" for seconds in (slowest_expiry(history), slowest_answers(history), rows_behind)),
    ]
    cells = (str(v).rjust(max(8, len(n) + 2)) for n, v in zip(COLUMNS, values, strict=True))
    print(f"\r{seed:6}" + "".join(cells) + " " * 30)
    print(f"        {coverage(history)}")
    tell_refusals(history, crowd)
    tell_faults(history, faults)


def tell_refusals(history: History, crowd: Crowd) -> None:
    """What is no fault, but should be explained by the kills and cuts."""
    errors = Counter(
        e.body["code"] for e in history.entries if e.kind == "received" and e.body["type"] == "error"
    )
    closes = Counter(e.body["code"] for e in history.entries if e.kind == "closed")
    statuses = Counter(status for client in crowd.clients for status in client.refused)
    print(f"        errors {dict(errors)}, closes {dict(closes)}, HTTP {dict(statuses)}")


def tell_faults(history: History, faults: list[Fault]) -> None:
    for fault in faults[:SHOWN]:
        print(f"\n  {fault.kind} at {fault.at:.3f}: {fault.text}")
        for line in excerpt(history, fault):
            print(f"    {line}")


def keep(history: History, faults: list[Fault]) -> None:
    """The whole history and every process' log, to look for the reason."""
    folder = Path(tempfile.mkdtemp(prefix="maru-chaos-"))
    shutil.copytree(NativeSystem.from_environment().settings.logs, folder / "log")
    with (folder / "history.jsonl").open("w") as file:
        for part in (faults, history.entries, history.snapshots):
            file.writelines(json.dumps(asdict(each), default=list) + "\n" for each in part)
        file.writelines(json.dumps(event) + "\n" for event in history.events)
    print(f"\n  {len(faults)} faults; the whole history is in {folder}")


def excerpt(history: History, fault: Fault) -> list[str]:
    """What happened to its people about then."""
    lines = [
        (e.at, f"{e.user} #{e.socket} {e.kind} {json.dumps(e.body)[:160]}")
        for e in history.entries
        if e.user in (*fault.users, "") and abs(e.at - fault.at) < EXCERPT_SECONDS
    ]
    lines += [
        (float(e["at"]), f"trail {json.dumps(e)[:200]}")
        for e in history.events
        if abs(float(e["at"]) - fault.at) < EXCERPT_SECONDS and concerns(e, fault.users)
    ]
    return [f"{at - fault.at:+8.3f} {text}" for at, text in sorted(lines)][:EXCERPT_LINES]


def concerns(event: dict[str, object], users: tuple[str, ...]) -> bool:
    offer = event.get("offer")
    sides = offer if isinstance(offer, dict) else event
    return any(sides.get(name) in users for name in ("user", "user1", "user2"))


if __name__ == "__main__":
    began = time()
    status = main()
    print(f"\n{'clean' if status == 0 else 'NOT CLEAN'}, {time() - began:.0f} s in all")
    sys.exit(status)
