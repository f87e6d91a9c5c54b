"""What all processes know of one account's decoding, in Redis.

maru:decoding:{user_id}            string, the token of the one decode that runs or is next   LEASE_SECONDS
maru:limits:decode_cpu:{user_id}   string, CPU milliseconds since the first of them           the allowance's

Without Redis each process takes care of itself, and CPU time is not counted; a warning is logged.
Source: decision 0029.
"""

import asyncio
import math
import random
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.limits import Allowance
from image_community.runtime.problem import Unavailable

log = structlog.get_logger()

# Longer than waiting for a turn and decoding. The accounts of a process that is killed wait as long.
LEASE_SECONDS = 90
POLL_SECONDS = 0.1
RELEASE = """
-- KEYS[1] the lease, ARGV[1] our token. Answers 1 if it was ours, and is gone.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class DecodingStore:
    """One lease and one sum per account. Every command may be repeated; a sum may then be too high."""

    def __init__(self, redis: Redis, breaker: CircuitBreaker, allowance: Allowance) -> None:
        """`allowance.tries` is CPU seconds here."""
        self._redis = redis
        self._breaker = breaker
        self._allowance = allowance

    @asynccontextmanager
    async def lease(self, user_id: int) -> AsyncIterator[None]:
        """Waits until no other process decodes for this account, and keeps it so."""
        token = uuid.uuid4().hex
        try:
            while not await self._acquire(user_id, token):  # noqa: ASYNC110 - the other is another process
                await asyncio.sleep(random.uniform(POLL_SECONDS / 2, POLL_SECONDS))  # noqa: S311 - no secret
            yield
        finally:
            # Also when the wait was cancelled: the command may have arrived all the same.
            await self._release(user_id, token)

    async def _acquire(self, user_id: int, token: str) -> bool:
        try:
            with self._breaker.guard():
                # With GET a repeated command finds its own token.
                holder = await self._redis.set(
                    _lease(user_id), token, nx=True, px=LEASE_SECONDS * 1000, get=True
                )
        except (Unavailable, RedisError) as error:
            log.warning("decoding_lease_skipped", error=type(error).__name__)
            return True
        return holder in {None, token}

    async def _release(self, user_id: int, token: str) -> None:
        try:
            with self._breaker.guard():
                await self._redis.eval(RELEASE, 1, _lease(user_id), token)
        except (Unavailable, RedisError) as error:
            log.warning("decoding_lease_kept", error=type(error).__name__, seconds=LEASE_SECONDS)

    async def charge(self, user_id: int, cpu_seconds: float) -> None:
        """Add what a decode cost to the account's sum."""
        try:
            with self._breaker.guard():
                async with self._redis.pipeline(transaction=True) as commands:
                    commands.incrby(_spent(user_id), math.ceil(cpu_seconds * 1000))
                    commands.expire(_spent(user_id), self._allowance.seconds, nx=True)
                    await commands.execute()
        except (Unavailable, RedisError) as error:
            log.warning("limits_not_kept", error=type(error).__name__)

    async def seconds_to_wait(self, user_id: int) -> int:
        """0 while the account may spend CPU time, else the seconds until its sum is forgotten."""
        try:
            with self._breaker.guard():
                async with self._redis.pipeline(transaction=True) as commands:
                    commands.get(_spent(user_id))
                    commands.pttl(_spent(user_id))
                    spent, milliseconds = await commands.execute()
        except (Unavailable, RedisError) as error:
            log.warning("limits_not_kept", error=type(error).__name__)
            return 0
        is_left = int(spent or 0) < self._allowance.tries * 1000
        return 0 if is_left else max(1, math.ceil(int(milliseconds) / 1000))


def _lease(user_id: int) -> str:
    return f"maru:decoding:{user_id}"


def _spent(user_id: int) -> str:
    return f"maru:limits:decode_cpu:{user_id}"
