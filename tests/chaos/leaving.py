"""Everybody joins once more and then goes away without a word: nothing of them may be left."""

# ruff: noqa: T201 - part of what the run prints
import asyncio
from time import time

from tests.chaos.client import Client
from tests.chaos.witness import TRAIL, Witness

GONE_SECONDS = 90.0


async def vanish(clients: list[Client], witness: Witness) -> bool:
    """Whether Redis holds nothing of matching but the trail and its groups, 90 s after."""
    await asyncio.gather(*(client.get_waiting(30) for client in clients))
    for number, client in enumerate(clients):
        if number % 3 == 0:
            client.tab.freeze()
        else:
            await (client.tab.drop() if number % 3 == 1 else client.tab.close())
    began = time()
    left = await _left_at(began + GONE_SECONDS, witness)
    if left:
        print(f"\n  LEFT after {time() - began:.0f} s: {left[:20]}")
        left = await _left_at(began + 2 * GONE_SECONDS, witness)
        print(f"\n  and after {time() - began:.0f} s: {left[:20]}")
        return False
    seconds, is_written, groups = time() - began, await witness.written(), await witness.groups()
    print(f"\r  all have gone; {seconds:.0f} s later only {TRAIL} and its groups {groups} are left")
    return is_written and groups == ["rows", "told"]


async def _left_at(end: float, witness: Witness) -> list[str]:
    """What is left at that time, or nothing as soon as nothing is."""
    left = await witness.leftovers()
    while left and time() < end:
        await asyncio.sleep(0.5)
        left = await witness.leftovers()
        print(f"\r  all have gone; {len(left)} keys left   ", end="", flush=True)
    return left
