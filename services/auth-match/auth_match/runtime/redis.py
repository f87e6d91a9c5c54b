"""Clients for Redis: one for threads, one per event loop, with bounded pools, timeouts and one breaker.

Retries are off: redis-py 8 would send a command up to ten times, and a repeated INCR or script runs again. A
caller that may repeat a command does so explicitly.

An unresponsive Redis (stopped, or its machine hangs) costs the first calls SOCKET_SECONDS each; then the
breaker refuses at once. Without it a login, which calls Redis up to four times, would take eight seconds.
"""

import asyncio
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import redis.asyncio
from django.conf import settings
from redis.asyncio.connection import parse_url as parse_async_url
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.connection import parse_url
from redis.retry import Retry

import redis
from auth_match.runtime.circuit_breaker import PROBE_SECONDS, CircuitBreaker

MAX_CONNECTIONS = 32  # per process
SOCKET_SECONDS = 2.0  # per response
_OPTIONS: dict[str, Any] = {
    "decode_responses": True,
    "socket_timeout": SOCKET_SECONDS,
    "socket_connect_timeout": 1.0,
    "max_connections": MAX_CONNECTIONS,
    "timeout": 1.0,  # seconds to wait for a free connection
}

_async_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, "redis.asyncio.Redis"] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def breaker() -> CircuitBreaker:
    """The circuit breaker of this process."""
    return CircuitBreaker("redis", probe=_probe, refusals=(redis.RedisError,), error=redis.ConnectionError)


def _probe() -> None:
    """Raises: TimeoutError: Redis does not respond. RedisError: it refuses the connection or the command."""
    try:
        ping(timeout_seconds=PROBE_SECONDS / 2)
    except redis.TimeoutError as error:
        raise TimeoutError from error


def ping(*, timeout_seconds: float) -> None:
    """Uses its own connection, without pool and breaker. Takes at most twice the timeout: two steps."""
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        password=settings.REDIS_PASSWORD,
        socket_timeout=timeout_seconds,
        socket_connect_timeout=timeout_seconds,
        retry=Retry(NoBackoff(), 0),
    )
    with client:
        client.ping()


class _Bounded:
    """Mixed into redis-py's connections: a timeout opens the breaker. The pool calls `connect` before each
    use; it raises while the breaker is open, so callers that waited for a free connection do not time out,
    too. `read_response` never refuses: the next command would read a reply that was left unread."""

    def read_response(self, *args: Any, **options: Any) -> Any:
        with breaker().opened_by(redis.TimeoutError):
            return super().read_response(*args, **options)  # type: ignore[misc]

    def connect(self, *args: Any, **options: Any) -> Any:
        with breaker().guard(redis.TimeoutError):
            return super().connect(*args, **options)  # type: ignore[misc]


class _AsyncBounded:
    """The same for an event loop."""

    async def read_response(self, *args: Any, **options: Any) -> Any:
        with breaker().opened_by(redis.TimeoutError):
            return await super().read_response(*args, **options)  # type: ignore[misc]

    async def connect(self, *args: Any, **options: Any) -> Any:
        with breaker().guard(redis.TimeoutError):
            return await super().connect(*args, **options)  # type: ignore[misc]


class _BoundedPool(redis.BlockingConnectionPool):
    def get_connection(self, *args: Any, **options: Any) -> Any:
        breaker().require_closed()
        return super().get_connection(*args, **options)  # type: ignore[no-untyped-call]


class _AsyncBoundedPool(redis.asyncio.BlockingConnectionPool):
    async def get_connection(self, *args: Any, **options: Any) -> Any:
        breaker().require_closed()
        return await super().get_connection(*args, **options)  # type: ignore[no-untyped-call]


def _bounded(mixin: type, options: dict[str, Any], plain: type) -> dict[str, Any]:
    """A URL's options, with its connection class (TCP, TLS, Unix socket) bounded."""
    kind = options.get("connection_class", plain)
    return {**options, "connection_class": type(f"Bounded{kind.__name__}", (mixin, kind), {})}


@lru_cache(maxsize=1)
def sync_client() -> "redis.Redis":
    """For views and commands. Connects at first use, so that a forked worker has its own connections."""
    parsed: dict[str, Any] = parse_url(settings.REDIS_URL)  # type: ignore[no-untyped-call]
    url = _bounded(_Bounded, parsed, redis.Connection)
    options = {**_OPTIONS, "password": settings.REDIS_PASSWORD, "retry": Retry(NoBackoff(), 0)}
    return redis.Redis(connection_pool=_BoundedPool(**{**options, **url}))  # type: ignore[no-untyped-call]


def async_client() -> "redis.asyncio.Redis":
    """For consumers and background tasks: one client per running loop, created at first use."""
    loop = asyncio.get_running_loop()
    client = _async_clients.get(loop)
    if client is None:
        url = _bounded(_AsyncBounded, dict(parse_async_url(settings.REDIS_URL)), redis.asyncio.Connection)
        options = {**_OPTIONS, "password": settings.REDIS_PASSWORD, "retry": AsyncRetry(NoBackoff(), 0)}
        client = redis.asyncio.Redis(connection_pool=_AsyncBoundedPool(**{**options, **url}))
        _async_clients[loop] = client
    return client


async def close_async_client() -> None:
    """Closes the running loop's connections, at the end of a process."""
    client = _async_clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()
        await client.connection_pool.disconnect()
