"""Rate limits per user: counts in Redis, atomic by the `limits` library.

maru:limits:{action}:{user_id}    string, attempts since the first one     the allowance's seconds

Refused attempts count too. Without Redis every attempt passes, and a warning is logged: vote tickets are
refused separately, likes and uploads continue.
"""

import math
import re
import time
from dataclasses import dataclass
from enum import StrEnum

import structlog
from limits.aio.storage import RedisStorage
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.problem import Unavailable

log = structlog.get_logger()

_ALLOWANCE = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})")


class Action(StrEnum):
    """The limited actions, each with its own setting."""

    MATCH = "match"  # requesting a match
    VOTE = "vote"  # and skipping
    LIKE = "like"  # and removing it
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Allowance:
    """`tries` attempts within `seconds` of the first one."""

    tries: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Allowance":
        """`1000/600`: a thousand attempts in 600 seconds. ValueError for anything else."""
        match = _ALLOWANCE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not tries/seconds, as in 1000/600")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        """As `parse` reads it."""
        return f"{self.tries}/{self.seconds}"


class Limits:
    """The counts of all processes, in Redis."""

    def __init__(
        self, redis: Redis, breaker: CircuitBreaker, url: str, allowances: dict[Action, Allowance]
    ) -> None:
        # Uses the client's connections. A repeat after a dead one counts one attempt too many.
        self._storage = RedisStorage(
            url,
            implementation="redispy",
            key_prefix="maru:limits",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # its options are typed too narrowly
        )
        self._allowances = allowances
        self._breaker = breaker
        # for a full Redis, which still reads tickets: only the limits stop using it
        self._refusals = CircuitBreaker("redis limits")

    async def spend(self, action: Action, user_id: int) -> int:
        """Count one attempt; 0 if it may pass, else the seconds to wait."""
        allowance = self._allowances[action]
        key = f"{action}:{user_id}"
        try:
            self._refusals.require_closed()
            with self._breaker.guard():
                if await self._storage.incr(key, allowance.seconds) <= allowance.tries:
                    return 0
                return max(1, math.ceil(await self._storage.get_expiry(key) - time.time()))
        except Unavailable:
            return 0
        except RedisError as error:
            if isinstance(error, ResponseError):
                self._refusals.open()
            log.warning("rate_limit_skipped", error=type(error).__name__)
            return 0
