"""What each realtime process tells whoever watches it, at its inside port."""

import asyncio
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.system import NativeSystem

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def samples(system: NativeSystem, number: int) -> Samples:
    """(name, labels) → value, as the numbered process tells it now."""
    return await asyncio.to_thread(_samples, system.settings.ports.realtime[number - 1])


def _samples(port: int) -> Samples:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("number", [1, 2])
async def test_each_realtime_process_tells_its_numbers(system: NativeSystem, number: int) -> None:
    await system.ready()
    told = await samples(system, number)
    assert told[("process_open_fds", frozenset())] > 0
