"""Counts of tries in Redis, made atomic by the `limits` library.

maru:limits:{limit}:{who}         string, the tries since the first one    the allowance's seconds
maru:limits:{limit}:{who}:wait    string, "1": nothing passes              1 to 60 seconds

Tries that are refused count too, so that who does not wait has to wait longer. Whoever waits as told gets one
try. Nothing outlives the allowance's seconds: with the count the wait is forgotten.
"""

from functools import lru_cache

import structlog
from django.conf import settings
from limits.storage import RedisStorage

import redis
from auth_match.accounts.domain.limits import Allowance, wait_seconds
from auth_match.runtime.redis import sync_client

log = structlog.get_logger(__name__)


@lru_cache(maxsize=1)
def _counters() -> RedisStorage:
    pool = sync_client().connection_pool
    return RedisStorage(settings.REDIS_URL, connection_pool=pool, key_prefix="maru:limits")


def count(key: str, allowance: Allowance) -> int:
    """Counts one try; the seconds to wait, or 0 when it may pass. Without Redis everything passes: a limit
    that cannot be kept must not lock everybody out."""
    try:
        tries = _counters().incr(key, allowance.seconds)
        if tries < allowance.free:
            return 0
        return _wait(key, tries - allowance.free)
    except redis.RedisError as error:
        log.warning("limits_not_kept", reason=type(error).__name__)
        return 0


def seconds_left(key: str) -> int:
    """Of the wait that earlier tries have earned; 0 when there is none, and without Redis."""
    try:
        return max(0, sync_client().ttl(_wait_key(key)))
    except redis.RedisError as error:
        log.warning("limits_not_kept", reason=type(error).__name__)
        return 0


def forget(key: str) -> None:
    """As if it had never been tried."""
    try:
        sync_client().delete(_counters().prefixed_key(key), _wait_key(key))
    except redis.RedisError as error:
        log.warning("limits_not_kept", reason=type(error).__name__)


def _wait(key: str, excess: int) -> int:
    seconds = wait_seconds(excess)
    # Of many at once one passes; it makes the next one wait.
    if sync_client().set(_wait_key(key), 1, nx=True, ex=seconds):
        return 0
    sync_client().set(_wait_key(key), 1, ex=seconds)
    return seconds


def _wait_key(key: str) -> str:
    return f"{_counters().prefixed_key(key)}:wait"
