"""What goes wrong meanwhile: processes die and connections to Redis are cut, in turn."""

import asyncio
from contextlib import suppress
from random import Random
from time import time

import redis.asyncio

from tests.chaos.client import Write
from tests.chaos.history import NO_USER, Entry
from tests.system import NativeSystem

EVERY_SECONDS = 10.0


async def sabotage(
    system: NativeSystem,
    redis_client: redis.asyncio.Redis,
    dice: Random,
    write: Write,
    over: asyncio.Event,
    *,
    every: float,
) -> None:
    """Until it is over."""
    while not await _is_set_within(every, over):
        number = dice.randint(1, len(system.settings.ports.realtime))
        kill(system, f"auth-match-realtime-{number}", write)
        if not await _is_set_within(every, over):
            await cut(redis_client, write)


async def _is_set_within(seconds: float, event: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


def kill(system: NativeSystem, name: str, write: Write) -> None:
    write(Entry(time(), NO_USER, 0, "kill", {"process": name}))
    with suppress(ProcessLookupError):  # it was just being started again
        system.kill(name)


async def cut(redis_client: redis.asyncio.Redis, write: Write) -> None:
    """Every connection but our own, also those that listen."""
    write(Entry(time(), NO_USER, 0, "cut", {}))
    await redis_client.client_kill_filter(_type="normal", skipme=True)
    await redis_client.client_kill_filter(_type="pubsub")
