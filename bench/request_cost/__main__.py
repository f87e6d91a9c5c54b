"""What a request costs beside a bare framework, and what the gateway adds. `make bench-http`; QUICK=1.

Beside a system of its own with 200k posts and 1M likes. Rounds of ours and of the floor alternate, 8
connections each; CPU is the kernel's, of the service's process and of PostgreSQL. The load comes from an
asyncio client of ours, since every request is another; its CPU counts nowhere.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from tests.people.person import Person
from tests.system import NativeSystem

from bench.kernel import cpu_seconds
from bench.request_cost import filling, floors, gateway, load
from bench.request_cost.cases import ACCOUNTS, IMAGES, PEOPLE, VOTES_A_ROUND, Case, Match, World
from bench.request_cost.floors import Server
from bench.terminal import Bar, Progress, at_most, heading, middle, p99, say, table, verdict
from image_community.posts.domain.cursor import Cursor

IS_QUICK = bool(os.environ.get("QUICK"))
POSTS, LIKES = (20_000, 100_000) if IS_QUICK else (200_000, 1_000_000)
ROUNDS, ROUND_SECONDS = (3, 1.0) if IS_QUICK else (5, 2.0)


@dataclass(slots=True)
class Cost:
    """Milliseconds of CPU per request in each round, of the server and of PostgreSQL; all response times."""

    server: list[float] = field(default_factory=list)
    postgres: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def row(self) -> list[str]:
        """For the table."""
        times = f"{1e3 * middle(self.seconds):.1f} / {1e3 * p99(self.seconds):.1f}"
        return [
            f"{middle(self.server):.3f}",
            f"{middle(self.postgres):.3f}",
            f"{middle(self.rates):,.0f}",
            times,
        ]


class Bench:
    """The system under test and its floors."""

    def __init__(self, system: NativeSystem) -> None:
        self.system = system
        self._postgres = system.pid("postgres")

    def of_ours(self, case: Case) -> Server:
        """The process that answers, past the gateway."""
        ports = self.system.settings.ports
        if case.service == ACCOUNTS:
            return Server(ports.auth_match_web, self.system.pid("auth-match-web"))
        return Server(ports.image_web[0], self.system.pid("image-community-web-1"))

    async def compare(self, case: Case, floor: Server) -> tuple[Cost, Cost]:
        """Ours and the floor, in turn; a first round of each warms up and counts nothing."""
        ours, bare = Cost(), Cost()
        pairs = ((self.of_ours(case), case.ours(), ours), (floor, case.floor(), bare))
        for number in range(ROUNDS + 1):
            for server, requests, cost in pairs:
                await self.round(server, islice(requests, case.most), cost if number else Cost())
        return ours, bare

    async def round(self, server: Server, requests: load.Requests, cost: Cost) -> None:
        """One round at one server."""
        before = cpu_seconds([server.pid]), cpu_seconds([self._postgres])
        began = time.monotonic()
        seen = await load.run(server.port, requests, until=began + ROUND_SECONDS)
        took, count = time.monotonic() - began, len(seen)
        after = cpu_seconds([server.pid]), cpu_seconds([self._postgres])
        cost.server.append(1e3 * (after[0] - before[0]) / count)
        cost.postgres.append(1e3 * (after[1] - before[1]) / count)
        cost.rates.append(count / took)
        cost.seconds += seen


async def world_of(system: NativeSystem) -> tuple[World, str]:
    """People with tokens, and posts; the database's address for the floor."""
    password = (system.settings.secrets / "postgres_password").read_text()
    url = f"postgresql://postgres:{password}@127.0.0.1:{system.settings.ports.postgres}/image_community"
    heading(f"Filling {POSTS:,} posts and {LIKES:,} likes")
    connection = await asyncpg.connect(url)
    await filling.fill(connection, posts=POSTS, likes=LIKES)
    followed = "SELECT created_at, id FROM image_posts WHERE id < $1 ORDER BY random() LIMIT 1000"
    rows = await connection.fetch(followed, POSTS - 100)
    await connection.close()
    people = [await Person.sign_up(f"bench{number}") for number in range(PEOPLE)]
    with Progress("matches", (ROUNDS + 1) * VOTES_A_ROUND) as progress:
        matches = [await match_of(person, progress) for person in people * (progress.total // PEOPLE)]
    return World(people, POSTS, [Cursor(*row).encode() for row in rows], matches), url


async def match_of(person: Person, progress: Progress) -> Match:
    """A match that this person may judge."""
    issued = await person.get("/api/v1/tournaments/match")
    progress.advance()
    return Match(person, issued["match_id"], (issued["image1"]["id"], issued["image2"]["id"]))


async def measure(system: NativeSystem) -> list[Bar]:
    """Every case, then the gateway."""
    world, url = await world_of(system)
    bench, bars, rows = Bench(system), [], []
    with ExitStack() as stack:
        bare = {
            IMAGES: stack.enter_context(floors.images(url)),
            ACCOUNTS: stack.enter_context(floors.accounts()),
        }
        heading(f"Direct: {load.CONNECTIONS} connections, {ROUNDS} rounds of {ROUND_SECONDS:g} s")
        for case in world.cases():
            ours, floor = await bench.compare(case, bare[case.service])
            ratio = middle(ours.server) / middle(floor.server)
            rows += [[case.name, *ours.row(), f"{ratio:.2f}"], ["  floor", *floor.row(), ""]]
            say(f"{case.name}: {ratio:.2f} ×")
            if case.limit is not None:
                bars.append(at_most(case.limit, ratio, f"{case.name}: CPU : floor", " ×"))
        table(["ms of CPU a request", "service", "PostgreSQL", "requests/s", "p50 / p99 ms", "× floor"], rows)
        heading("Through the gateway")
        bars += await gateway.measure(system, world, rounds=ROUNDS, seconds=ROUND_SECONDS)
    for person in world.people:
        await person.aclose()
    return bars


def main() -> int:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    return verdict(asyncio.run(measure(NativeSystem.from_environment())))


if __name__ == "__main__":
    sys.exit(main())
