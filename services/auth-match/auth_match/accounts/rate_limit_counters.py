"""The counters behind the rate limits: in Redis for all processes, in this process while Redis fails.

maru:limits:{limit}:{digest}         string, attempts since the first one    the allowance's seconds
maru:limits:{limit}:{digest}:wait    string, "1": nothing passes             1 to 60 seconds

Both are atomic and use the storages of the `limits` library.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Protocol, TypeVar

import structlog
from django.conf import settings
from limits.storage import MemoryStorage, RedisStorage

import redis
from auth_match.runtime.redis import sync_client

log = structlog.get_logger(__name__)
T = TypeVar("T")


class RateLimitCounters(Protocol):
    """A key is a limit and a digest. A "wait" is a mark that expires by itself."""

    def increment(self, key: str, *, seconds: int) -> int:
        """Attempts since the first one, this one included; the count expires `seconds` after the first."""

    def begin_wait(self, key: str, *, seconds: int) -> bool:
        """False when a wait exists already; it is left unchanged."""

    def renew_wait(self, key: str, *, seconds: int) -> None: ...

    def wait_left(self, key: str) -> int:
        """Seconds left, 0 without a wait."""

    def reset(self, key: str) -> None: ...


class RedisCounters:
    """Every method raises redis.RedisError."""

    def __init__(self) -> None:
        pool = sync_client().connection_pool
        self._storage = RedisStorage(settings.REDIS_URL, connection_pool=pool, key_prefix="maru:limits")

    def increment(self, key: str, *, seconds: int) -> int:
        return self._storage.incr(key, seconds)

    def begin_wait(self, key: str, *, seconds: int) -> bool:
        return bool(sync_client().set(self._wait(key), 1, nx=True, ex=seconds))

    def renew_wait(self, key: str, *, seconds: int) -> None:
        sync_client().set(self._wait(key), 1, ex=seconds)

    def wait_left(self, key: str) -> int:
        milliseconds = int(sync_client().pttl(self._wait(key)))
        return max(0, -(-milliseconds // 1000))

    def reset(self, key: str) -> None:
        sync_client().delete(self._storage.prefixed_key(key), self._wait(key))

    def _wait(self, key: str) -> str:
        return f"{self._storage.prefixed_key(key)}:wait"


class ProcessCounters:
    """The counters of this process alone: each process of `web` has its own."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._changes = Lock()  # the storage expires a key and counts it in two steps

    def increment(self, key: str, *, seconds: int) -> int:
        with self._changes:
            return self._storage.incr(key, seconds)

    def begin_wait(self, key: str, *, seconds: int) -> bool:
        with self._changes:
            if self._storage.get(self._wait(key)):
                return False
            self._storage.incr(self._wait(key), seconds)
            return True

    def renew_wait(self, key: str, *, seconds: int) -> None:
        with self._changes:
            self._storage.clear(self._wait(key))
            self._storage.incr(self._wait(key), seconds)

    def wait_left(self, key: str) -> int:
        if not self._storage.get(self._wait(key)):
            return 0
        return max(0, int(self._storage.get_expiry(self._wait(key)) - time.time()) + 1)

    def reset(self, key: str) -> None:
        with self._changes:
            self._storage.clear(key)
            self._storage.clear(self._wait(key))

    @staticmethod
    def _wait(key: str) -> str:
        return f"{key}:wait"


def on_available_counters(call: Callable[[RateLimitCounters], T]) -> T:
    """Calls with the counters in Redis. While Redis is unreachable or full, with those of this process: else
    an attacker would only have to fill Redis to guess without limits."""
    try:
        return call(_in_redis())
    except redis.RedisError as error:
        log.warning("rate_limit_counted_in_process", error=type(error).__name__)
        return call(_in_process())


def on_all_counters(call: Callable[[RateLimitCounters], T]) -> list[T]:
    """Calls with the counters of this process and, if it responds, of Redis, which reads even when full."""
    answers = [call(_in_process())]
    try:
        answers.append(call(_in_redis()))
    except redis.RedisError as error:
        log.warning("rate_limit_counted_in_process", error=type(error).__name__)
    return answers


@lru_cache(maxsize=1)
def _in_redis() -> RedisCounters:
    return RedisCounters()


@lru_cache(maxsize=1)
def _in_process() -> ProcessCounters:
    return ProcessCounters()
