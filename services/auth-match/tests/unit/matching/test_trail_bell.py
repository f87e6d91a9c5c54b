"""Readers of the trail sleep while nothing happens, and are awake soon after anything does."""

import asyncio
import time

from auth_match.matching.queue.trail_bell import TrailBell

PACE = 0.01
LONG = 30.0


async def seconds_of_wait(bell: TrailBell) -> float:
    began = time.monotonic()
    async with asyncio.timeout(LONG):
        await bell.wait(PACE)
    return time.monotonic() - began


async def test_a_new_entry_wakes_a_resting_reader() -> None:
    bell = TrailBell(awake_seconds=0, rest_seconds=2 * LONG)
    waiting = asyncio.create_task(bell.wait(PACE))
    await asyncio.sleep(5 * PACE)
    assert not waiting.done()
    bell.see("1-0")
    async with asyncio.timeout(LONG):
        await waiting


async def test_an_entry_seen_while_the_reader_reads_is_not_missed() -> None:
    bell = TrailBell(awake_seconds=0, rest_seconds=2 * LONG)
    bell.see("1-0")
    await bell.wait(PACE)
    bell.see("2-0")  # the reader has read up to 1-0 by now, and waits only afterwards
    assert await seconds_of_wait(bell) < LONG


async def test_the_same_entry_rings_once() -> None:
    bell = TrailBell(awake_seconds=0, rest_seconds=0.3)
    bell.see("1-0")
    await bell.wait(PACE)
    bell.see("1-0")
    assert await seconds_of_wait(bell) >= 0.3


async def test_after_a_ring_the_reader_keeps_its_pace_for_what_is_due_later() -> None:
    bell = TrailBell(awake_seconds=0.5, rest_seconds=LONG)
    bell.see("1-0")
    waits = 0
    began = time.monotonic()
    while time.monotonic() - began < 0.4:
        await bell.wait(PACE)
        waits += 1
    assert waits > 3


async def test_without_a_ring_the_reader_looks_now_and_then() -> None:
    bell = TrailBell(awake_seconds=0, rest_seconds=0.05)
    assert await seconds_of_wait(bell) < LONG
