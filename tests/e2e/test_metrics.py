"""The metrics of each realtime process, at its inside port."""

import asyncio
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.people.meeting import offered
from tests.people.person import Person
from tests.people.sockets import match_socket
from tests.system import NativeSystem

LONG_SECONDS = 30  # for what takes one or two: the machine may be busy
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def samples(system: NativeSystem, number: int) -> Samples:
    """(name, labels) → value, as the numbered process reports it now."""
    return await asyncio.to_thread(_samples, system.settings.ports.realtime[number - 1])


def _samples(port: int) -> Samples:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=LONG_SECONDS) as answer:
        text = answer.read().decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("number", [1, 2])
async def test_each_realtime_process_tells_its_numbers(system: NativeSystem, number: int) -> None:
    await system.ready()
    seen = await samples(system, number)
    assert seen[("process_open_fds", frozenset())] > 0


async def total(system: NativeSystem, name: str, **labels: str) -> float:
    """Over all realtime processes."""
    seen = [await samples(system, number) for number in (1, 2)]
    return sum(one.get((name, frozenset(labels.items())), 0.0) for one in seen)


async def counted(system: NativeSystem) -> None:
    """Returns when some process has taken every event there is from the trail."""
    async with system.redis() as client, asyncio.timeout(LONG_SECONDS):
        while any(  # noqa: ASYNC110
            group["pending"] or group["lag"] for group in await client.xinfo_groups("maru:trail")
        ):
            await asyncio.sleep(0.1)


async def test_offer_is_counted_once_over_all_processes(
    couple: tuple[Person, Person], system: NativeSystem
) -> None:
    alice, bob = couple
    await counted(system)  # what earlier tests did
    before = await total(system, "maru_offers_total", outcome="rejected")
    joins = await total(system, "maru_script_seconds_count", script="join")
    async with (
        match_socket(alice, system.realtime_url(1)) as first,
        match_socket(bob, system.realtime_url(2)) as second,
    ):
        await offered(first, second)
        await second.act("respond", response="reject")
        await first.expect("match_cancelled")
        await counted(system)
        async with asyncio.timeout(LONG_SECONDS):
            while await total(system, "maru_offers_total", outcome="rejected") == before:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert await total(system, "maru_offers_total", outcome="rejected") == before + 1
        assert await total(system, "maru_script_seconds_count", script="join") == joins + 2


async def test_every_process_tells_who_waits(alice: Person, system: NativeSystem) -> None:
    """Each sees the whole queue, wherever people's sockets are."""
    await alice.patch("/api/match/settings/", json={"preferred_gender": "male", "age_max": 18})
    async with match_socket(alice, system.realtime_url(1)) as socket:
        await socket.act("join_queue")
        await socket.expect("queue_joined")
        side = ("maru_waiting", frozenset({("gender", "female"), ("wanted", "male")}))
        async with asyncio.timeout(LONG_SECONDS):
            while min([(await samples(system, number)).get(side, 0) for number in (1, 2)]) < 1:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
