"""How often one user may do something: counts in Redis, made atomic by the `limits` library.

maru:limits:{action}:{user_id}    string, the tries since the first one    the allowance's seconds

Tries that are refused count too. Without Redis everything passes, and a warning is logged: what must be
verified in Redis (tickets) is refused there, and likes and uploads go on.
"""

import math
import re
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import structlog
from limits.aio.storage import RedisStorage
from pydantic import AfterValidator
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.problem import Unavailable

log = structlog.get_logger()

_ALLOWANCE = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})")


class Action(StrEnum):
    """What is counted, each by a setting of its own."""

    MATCH = "match"  # asking for two images
    VOTE = "vote"  # and skipping
    LIKE = "like"  # and taking it back
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Allowance:
    """`tries` within `seconds` of the first one."""

    tries: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Allowance":
        """`1000/600`: a thousand tries in 600 seconds. ValueError for anything else."""
        match = _ALLOWANCE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not tries/seconds, as in 1000/600")
        return cls(int(match[1]), int(match[2]))


def _checked(text: str) -> str:
    Allowance.parse(text)
    return text


AllowanceText = Annotated[str, AfterValidator(_checked)]


class Limits:
    """The counts of every process, in the Redis of this one."""

    def __init__(
        self, redis: Redis, breaker: CircuitBreaker, url: str, allowances: dict[Action, Allowance]
    ) -> None:
        # The client's own connections. It may repeat a count when one was found dead, which costs a try.
        self._storage = RedisStorage(
            url,
            implementation="redispy",
            key_prefix="maru:limits",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # its options are typed too narrowly
        )
        self._allowances = allowances
        self._breaker = breaker
        # of a full Redis: it still finds tickets, so that is no reason to leave it alone altogether
        self._refusals = CircuitBreaker("redis limits")

    async def spend(self, action: Action, user_id: int) -> int:
        """Counts one try; 0 when it may pass, else the seconds to wait."""
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
            log.warning("limits_not_kept", error=type(error).__name__)
            return 0
