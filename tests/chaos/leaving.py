"""Everybody joins once more and then goes away without a word: nothing of them may be left."""

# ruff: noqa: T201 - part of what the run tells
import asyncio
from time import time

from tests.chaos.client import Client
from tests.chaos.witness import TRAIL, Witness

GONE_SECONDS = 90.0


async def vanish(clients: list[Client], witness: Witness) -> bool:
    """Whether Redis holds nothing of matching but the trail and its group, 90 s after."""
    await asyncio.gather(*(client.get_waiting(30) for client in clients))
    for number, client in enumerate(clients):
        if number % 3 == 0:
            client.tab.freeze()
        else:
            await (client.tab.drop() if number % 3 == 1 else client.tab.close())
    began = time()
    left = await witness.leftovers()
    while left and time() - began < GONE_SECONDS:
        await asyncio.sleep(0.5)
        left = await witness.leftovers()
        print(f"\r  all have gone; {len(left)} keys after {time() - began:.0f} s   ", end="", flush=True)
    is_written = await witness.written()
    groups = await witness.groups()
    if left or not is_written or groups != ["rows"]:
        print(f"\n  LEFT after {time() - began:.0f} s: {left[:20]}; groups of {TRAIL}: {groups}")
        return False
    print(f"\r  all have gone; {time() - began:.0f} s later only {TRAIL} and its group are left")
    return True
