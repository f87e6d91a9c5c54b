"""The decode lease and the CPU time of each account, in Redis.

maru:decoding:{user_id}            string, the token of the process that decodes for it       LEASE_SECONDS
maru:limits:decode_cpu:{user_id}   string, CPU milliseconds since the first of them           the allowance's

A lease is renewed while it is in use. Its token belongs to the process, not to the request: decode_slots.py
admits one request per account, so a lease that could not be released does not block the next request.
Without Redis each process limits only itself, CPU time is not counted, and a warning is logged.
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
from image_community.runtime.ending import end_tasks
from image_community.runtime.limits import Allowance
from image_community.runtime.problem import Unavailable

log = structlog.get_logger()

# Two consecutive renewals may fail. Shorter than the wait for a decode slot: after a process was killed, or
# Redis was unavailable, an account's next upload in another process waits and is not refused.
LEASE_SECONDS = 15.0
RENEWALS = 4  # per lease
POLL_SECONDS = 0.1
ACQUIRE = """
-- KEYS[1] the lease, ARGV[1] our token, ARGV[2] milliseconds. Returns 1 if it is ours for that time.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
RELEASE = """
-- KEYS[1] the lease, ARGV[1] our token. Returns 1 if it was ours and is deleted.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class DecodingStore:
    """One lease and one sum per account. Commands may be repeated; a sum may then be too high."""

    def __init__(
        self,
        redis: Redis,
        breaker: CircuitBreaker,
        allowance: Allowance,
        *,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        """`allowance.tries` is CPU seconds here."""
        self._redis = redis
        self._breaker = breaker
        self._allowance = allowance
        self._lease_seconds = lease_seconds
        self._token = uuid.uuid4().hex

    @asynccontextmanager
    async def lease(self, user_id: int) -> AsyncIterator[None]:
        """Wait for the lease of this account, and hold it. One caller at a time per account."""
        try:
            while not await self._acquire(user_id):  # noqa: ASYNC110 - another process holds it
                await asyncio.sleep(random.uniform(POLL_SECONDS / 2, POLL_SECONDS))  # noqa: S311 - no secret
            renewing = asyncio.create_task(self._renew_forever(user_id))
            try:
                yield
            finally:
                await end_tasks([renewing])
        finally:
            # Also after a cancelled wait: Redis may have received the command.
            await self._release(user_id)

    async def _acquire(self, user_id: int) -> bool:
        try:
            with self._breaker.guard():
                milliseconds = round(self._lease_seconds * 1000)
                is_ours = await self._redis.eval(ACQUIRE, 1, _lease(user_id), self._token, milliseconds)
        except (Unavailable, RedisError) as error:
            log.warning("decoding_lease_skipped", error=type(error).__name__)
            return True
        return bool(is_ours)

    async def _renew_forever(self, user_id: int) -> None:
        """Acquires also a lease that expired while Redis was unavailable, unless another process has it."""
        while True:
            await asyncio.sleep(self._lease_seconds / RENEWALS)
            await self._acquire(user_id)

    async def _release(self, user_id: int) -> None:
        try:
            with self._breaker.guard():
                await self._redis.eval(RELEASE, 1, _lease(user_id), self._token)
        except (Unavailable, RedisError) as error:
            log.warning(
                "decoding_lease_release_failed", error=type(error).__name__, seconds=self._lease_seconds
            )

    async def charge(self, user_id: int, cpu_seconds: float) -> None:
        """Add the CPU time of a decode to the account's sum."""
        try:
            with self._breaker.guard():
                async with self._redis.pipeline(transaction=True) as commands:
                    commands.incrby(_spent(user_id), math.ceil(cpu_seconds * 1000))
                    commands.expire(_spent(user_id), self._allowance.seconds, nx=True)
                    await commands.execute()
        except (Unavailable, RedisError) as error:
            log.warning("rate_limit_skipped", error=type(error).__name__)

    async def seconds_to_wait(self, user_id: int) -> int:
        """0 while the account has CPU time left, else the seconds until its sum expires."""
        try:
            with self._breaker.guard():
                async with self._redis.pipeline(transaction=True) as commands:
                    commands.get(_spent(user_id))
                    commands.pttl(_spent(user_id))
                    spent, milliseconds = await commands.execute()
        except (Unavailable, RedisError) as error:
            log.warning("rate_limit_skipped", error=type(error).__name__)
            return 0
        is_left = int(spent or 0) < self._allowance.tries * 1000
        return 0 if is_left else max(1, math.ceil(int(milliseconds) / 1000))


def _lease(user_id: int) -> str:
    return f"maru:decoding:{user_id}"


def _spent(user_id: int) -> str:
    return f"maru:limits:decode_cpu:{user_id}"
