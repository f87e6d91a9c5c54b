"""The ranking of a running system is exact and fresh, also while the worker that keeps it is killed."""

import asyncio
import os
import signal
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from prometheus_client.parser import text_string_to_metric_families
from tests.people.person import Person, expect
from tests.people.pictures import picture
from tests.specified_ranking import SPECIFIED
from tests.system import NativeSystem

DAY = timedelta(hours=24)
TOP = "/api/v1/images/feed/top-24h?limit=50"
WORKER = "image-community-worker"
EVENTS = 3000  # that leave the window while the trial runs


async def have_events_age(db: asyncpg.Connection, image_ids: list[int], *, seconds: float) -> None:
    """Likes of a day ago, which leave the window one after the other in so many seconds; rebuilt."""
    await db.execute(
        """INSERT INTO image_likes (user_id, image_post_id, created_at)
           SELECT 1000000 + n, ($1::int[])[1 + (n * n) % cardinality($1::int[])],
                  now() - interval '24 hours' + n * make_interval(secs => $2 / $3)
           FROM generate_series(1, $3::int) n ON CONFLICT DO NOTHING""",
        image_ids,
        seconds,
        EVENTS,
    )
    await db.execute("UPDATE ranking_window SET watermark = NULL")


async def read(person: Person, db: asyncpg.Connection) -> float:
    """Reads the ranking, sees that it is exact; answers how old it was, in seconds."""
    asked = datetime.now(UTC)
    answer = await person.http.get(TOP)
    expect(answer, 200)
    as_of = datetime.fromisoformat(answer.headers["x-maru-as-of"])
    expected = [tuple(row) for row in await db.fetch(SPECIFIED, as_of - DAY, 50)]
    names = ("id", "like_count_24h", "win_count_24h", "total_score")
    assert [tuple(each[name] for name in names) for each in answer.json()] == expected
    return (asked - as_of).total_seconds()


def metrics_of(system: NativeSystem) -> dict[tuple[Any, ...], float]:
    """(name, label values) → sum over both web processes."""
    sums: dict[tuple[Any, ...], float] = {}
    for port in system.settings.ports.image_web:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            for family in text_string_to_metric_families(answer.read().decode()):
                for sample in family.samples:
                    key = (sample.name, *sample.labels.values())
                    sums[key] = sums.get(key, 0) + sample.value
    return sums


async def fallbacks(system: NativeSystem) -> float:
    return (await asyncio.to_thread(metrics_of, system))[("maru_ranking_reads_total", "events")]


async def fresh(person: Person, db: asyncpg.Connection, system: NativeSystem) -> None:
    """Returns when reads come from the counts."""
    async with asyncio.timeout(30):
        while True:
            before = await fallbacks(system)
            await read(person, db)
            if await fallbacks(system) == before:
                return
            await asyncio.sleep(0.2)


@asynccontextmanager
async def worker_stopped(system: NativeSystem) -> AsyncIterator[None]:
    """Not killed: it still leads, but does nothing."""
    pid = system.pid(WORKER)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def post_images(person: Person, count: int = 3) -> list[int]:
    return [int((await person.post_image(picture(".png"), f"{n}"))["id"]) for n in range(count)]


async def test_watermark_is_two_seconds_old_at_most(
    alice: Person, db: asyncpg.Connection, system: NativeSystem, is_long: bool
) -> None:
    await have_events_age(db, await post_images(alice), seconds=60)
    await fresh(alice, db, system)
    before = await fallbacks(system)
    ages = []
    for _ in range(600 if is_long else 40):
        ages.append(await read(alice, db))
        await asyncio.sleep(0.1)
    print(f"age of {len(ages)} answers: at most {max(ages):.2f} s")  # noqa: T201
    assert max(ages) <= 2
    fell_back = await fallbacks(system) - before
    assert fell_back <= (
        0 if is_long else len(ages) / 4
    )  # a machine busy with other tests may pause a worker


async def test_reads_are_exact_while_the_worker_does_nothing(
    alice: Person, bob: Person, db: asyncpg.Connection, system: NativeSystem
) -> None:
    image_ids = await post_images(alice)
    await have_events_age(db, image_ids, seconds=60)
    await fresh(alice, db, system)
    async with worker_stopped(system):
        await asyncio.sleep(3.5)
        before = await fallbacks(system)
        for image_id in image_ids:
            await bob.post(f"/api/v1/images/{image_id}/like", status=201)
            assert await read(alice, db) < 1
        assert await fallbacks(system) == before + len(image_ids)
    await fresh(alice, db, system)


async def test_reads_are_exact_while_the_leader_is_killed_again_and_again(
    alice: Person, bob: Person, db: asyncpg.Connection, system: NativeSystem, is_long: bool
) -> None:
    kills = 12 if is_long else 2
    image_ids = await post_images(alice)
    await have_events_age(db, image_ids, seconds=5 * kills)
    await fresh(alice, db, system)
    before, reads, died = await fallbacks(system), 0, 0
    for _ in range(kills):
        with suppress(ProcessLookupError):  # the supervisor waits longer each time for what dies at once
            system.kill(WORKER)
            died += 1
        end = asyncio.get_running_loop().time() + 5
        while asyncio.get_running_loop().time() < end:
            address = f"/api/v1/images/{image_ids[reads % len(image_ids)]}/like"
            expect(await bob.ask("DELETE" if reads % 2 else "POST", address), 200 if reads % 2 else 201)
            await read(alice, db)
            reads += 1
    fell_back = await fallbacks(system) - before
    print(f"{died} kills, {reads} reads, {fell_back:.0f} of them from the events, all exact")  # noqa: T201
    await fresh(alice, db, system)
    numbers = await asyncio.to_thread(metrics_of, system)
    assert numbers[("maru_ranking_check_age_seconds",)] < 2 * 60
    assert numbers[("maru_ranking_mismatches",)] == 0
