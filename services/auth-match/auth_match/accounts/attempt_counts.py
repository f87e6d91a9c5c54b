"""Where tries are counted: in Redis for all processes, and in this process while Redis cannot.

maru:limits:{limit}:{who}         string, the tries since the first one    the allowance's seconds
maru:limits:{limit}:{who}:wait    string, "1": nothing passes              1 to 60 seconds

Both are atomic, and made of the `limits` library's storages.
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


class Counts(Protocol):
    """Keys are a limit and a digest. A "wait" is a mark that ends by itself."""

    def increment(self, key: str, *, seconds: int) -> int:
        """The tries since the first one, this one included; all are gone so long after the first."""

    def begin_wait(self, key: str, *, seconds: int) -> bool:
        """False when one stands already, which then stays as it is."""

    def renew_wait(self, key: str, *, seconds: int) -> None: ...

    def wait_left(self, key: str) -> int:
        """Seconds, 0 without one."""

    def forget(self, key: str) -> None: ...


class RedisCounts:
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

    def forget(self, key: str) -> None:
        sync_client().delete(self._storage.prefixed_key(key), self._wait(key))

    def _wait(self, key: str) -> str:
        return f"{self._storage.prefixed_key(key)}:wait"


class ProcessCounts:
    """Of this process alone; `web` has as many of them as processes."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._changes = Lock()  # the storage's own expire a key and count it in two steps

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

    def forget(self, key: str) -> None:
        with self._changes:
            self._storage.clear(key)
            self._storage.clear(self._wait(key))

    @staticmethod
    def _wait(key: str) -> str:
        return f"{key}:wait"


def counted(ask: Callable[[Counts], T]) -> T:
    """By Redis; by this process while Redis is away or full, or who guesses would only have to fill it."""
    try:
        return ask(_in_redis())
    except redis.RedisError as error:
        log.warning("limits_counted_in_process", error=type(error).__name__)
        return ask(_in_process())


def everywhere(ask: Callable[[Counts], T]) -> list[T]:
    """Of this process and, where it answers, of Redis: a full one still knows, and forgets."""
    answers = [ask(_in_process())]
    try:
        answers.append(ask(_in_redis()))
    except redis.RedisError as error:
        log.warning("limits_counted_in_process", error=type(error).__name__)
    return answers


@lru_cache(maxsize=1)
def _in_redis() -> RedisCounts:
    return RedisCounts()


@lru_cache(maxsize=1)
def _in_process() -> ProcessCounts:
    return ProcessCounts()
