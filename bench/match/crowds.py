"""The part with crowds: what waiting people take up, what a join beside them costs, what a core does."""

import time
from dataclasses import dataclass
from typing import Any

from bench.match import core, join_cost, proof, refused_ahead, server
from bench.match.crowd import MIXED, WORKLOADS, Workload
from bench.match.join_cost import Seen
from bench.match.pool import Pool
from bench.terminal import Bar, at_most, both, heading, middle, p99, say, size_name, table


@dataclass(frozen=True)
class Plan:
    """How much is done."""

    sizes: tuple[int, ...] = (100, 10_000, 100_000, 1_000_000)
    joins: int = 1_500
    refused_joins: int = 800
    rounds: int = 7


QUICK = Plan(sizes=(100, 10_000), joins=400, refused_joins=400, rounds=3)
CORE_SIZE = 100_000
COUNTED_FROM = 10_000  # below that, what does not grow with the crowd is most of the memory


async def measure(url: str, plan: Plan) -> list[Bar]:
    bars: list[Bar] = []
    async with server.administration(url) as admin:
        await proof.loaded_as_joined(admin)
        for workload in WORKLOADS:
            heading(f"{workload.name}: {workload.note}")
            bars += await _one_workload(admin, workload, plan)
    return bars


async def _one_workload(admin: Any, workload: Workload, plan: Plan) -> list[Bar]:
    pools = [Pool(admin, database, workload, size) for database, size in enumerate(plan.sizes)]
    for pool in pools:
        await pool.load(since=time.time() - 2 * max(plan.sizes) / 1000)
    seen = await join_cost.measure(pools, plan.joins)
    bars = _told(workload, seen)
    if workload is MIXED:
        bars += await _refused(pools[2:] or pools[-1:], plan)
        bars += await _core(next((pool for pool in pools if pool.size == CORE_SIZE), pools[-1]), plan)
    for pool in pools:
        await pool.empty()
    return bars


def _told(workload: Workload, seen: list[Seen]) -> list[Bar]:
    header = [
        "waiting",
        "script µs, median / p99",
        "round trip µs, median / p99",
        "found a partner",
        "bytes a person",
    ]
    table(header, [_row(one) for one in seen])
    few, many = seen[0], seen[-1]
    flat = middle(many.script) / middle(few.script)
    sizes = f"{size_name(many.pool.size)} : {size_name(few.pool.size)}"
    bars = [at_most(3, flat, f"{workload.name}: median script time, {sizes},", " ×")]
    for one in seen:
        where = f"{workload.name}, {size_name(one.pool.size)}"
        bars.append(at_most(2_000, p99(one.script), f"{where}: p99 of script time", " µs"))
        if one.pool.size >= COUNTED_FROM:
            bars.append(
                at_most(1_000, one.pool.bytes_used / one.pool.size, f"{where}: memory", " bytes a person")
            )
    return bars


def _row(seen: Seen) -> list[str]:
    pool = seen.pool
    share = f"{100 * seen.share_found:.0f} %"
    memory = f"{pool.bytes_used / pool.size:,.0f}" if pool.size >= COUNTED_FROM else "–"
    return [size_name(pool.size), both(seen.script), both(seen.round_trip), share, memory]


async def _refused(pools: list[Pool], plan: Plan) -> list[Bar]:
    rows, bars = [], []
    for pool in pools:
        ten = await refused_ahead.measure(pool, ahead=10, joins=plan.refused_joins)
        bound = await refused_ahead.measure(pool, ahead=refused_ahead.BOUND, joins=plan.refused_joins)
        gone = await refused_ahead.measure_offline(pool, ahead=10, joins=plan.refused_joins)
        size = size_name(pool.size)
        rows.append([size, both(ten), both(bound), both(gone)])
        bars += [
            at_most(2_000, p99(ten), f"{size}, 10 refused ahead: p99", " µs"),
            at_most(2_000, p99(gone), f"{size}, 10 offline ahead: p99", " µs"),
            at_most(
                10_000, p99(bound), f"{size}, {refused_ahead.BOUND} refused ahead, the bound: p99", " µs"
            ),
        ]
    table(["waiting", "10 refused ahead", f"{refused_ahead.BOUND} (the bound)", "10 offline ahead"], rows)
    say("script µs, median / p99")
    return bars


async def _core(pool: Pool, plan: Plan) -> list[Bar]:
    cost = await core.measure(pool, plan.rounds)
    rows = [
        [name, *(f"{microseconds:.0f}" for microseconds in rounds), f"{min(rounds):.0f}"]
        for name, rounds in (("full join", cost.full), ("minimal join", cost.minimal))
    ]
    table(
        [
            f"Redis CPU, {size_name(pool.size)} waiting",
            *(f"round {n + 1}" for n in range(plan.rounds)),
            "best",
        ],
        rows,
    )
    say("µs of the server's user and system time for one join, reading and answering the command included")
    say(f"{cost.joins_a_second:,.0f} joins/s of one Redis core")
    return [at_most(1.2, cost.ratio, "full : minimal join, Redis CPU,", " ×")]
