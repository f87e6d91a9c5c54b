"""Redis: short timeouts, few connections."""

from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from image_community.runtime.circuit_breaker import PROBE_SECONDS, CircuitBreaker
from image_community.runtime.settings import Settings

MAX_CONNECTIONS = 20
TIMEOUT_SECONDS = 1.0
# Longer than a timed-out command, the backoff and two failed reconnects take (3.05 s): by then the breaker is
# open, and the pool checks it after the wait.
POOL_TIMEOUT_SECONDS = 4.0


class _BoundedPool(BlockingConnectionPool):
    """After a wait for a free connection, checks that Redis is not known to be unresponsive."""

    def __init__(self, *, breaker: CircuitBreaker, **options: Any) -> None:
        super().__init__(**options)
        self._breaker = breaker

    async def ensure_connection(self, connection: AbstractConnection) -> None:
        """After the wait, before the use. Raises Unavailable: the breaker is open."""
        self._breaker.require_closed()
        await super().ensure_connection(connection)


def make_redis(settings: Settings, breaker: CircuitBreaker) -> Redis:
    """A text client that repeats a command once on a dead connection.

    This is safe: every command of ours is idempotent (SET of one value, GET, DEL) or counts attempts, where
    one too many is harmless. redis-py by default repeats up to ten times.
    """
    pool = _BoundedPool.from_url(
        settings.redis_url,
        breaker=breaker,
        password=settings.redis_password.get_secret_value() or None,
        decode_responses=True,
        max_connections=MAX_CONNECTIONS,
        timeout=POOL_TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(ConstantBackoff(0.05), retries=1),
    )
    return Redis.from_pool(pool)


def make_redis_breaker(settings: Settings) -> CircuitBreaker:
    """The breaker of this Redis."""

    async def probe() -> None:
        async with Redis.from_url(
            settings.redis_url,
            password=settings.redis_password.get_secret_value() or None,
            socket_connect_timeout=PROBE_SECONDS,
            retry=Retry(ConstantBackoff(0), retries=0),
        ) as client:
            await client.ping()

    return CircuitBreaker("redis", probe=probe, refusals=(RedisError, OSError), is_silence=_is_silence)


def _is_silence(error: Exception) -> bool:
    """Includes a refused connection, but not a timeout of our own pool, which says nothing about Redis."""
    was_full = isinstance(error, RedisConnectionError) and isinstance(error.__cause__, TimeoutError)
    return isinstance(error, (RedisConnectionError, RedisTimeoutError)) and not was_full
