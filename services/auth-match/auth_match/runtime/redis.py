"""Clients for Redis: one for threads, one for each event loop, both bounded and with timeouts.

Retries are off: redis-py 8 would send a command up to ten times over, and an INCR or a script that is sent
again runs again. Who may repeat something does so knowingly.
"""

import asyncio
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import redis.asyncio
from django.conf import settings
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

import redis

MAX_CONNECTIONS = 32  # a process
_OPTIONS: dict[str, Any] = {
    "decode_responses": True,
    "socket_timeout": 2.0,  # seconds for one answer
    "socket_connect_timeout": 1.0,
    "max_connections": MAX_CONNECTIONS,
    "timeout": 1.0,  # seconds to wait for a free connection
}

_async_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, "redis.asyncio.Redis"] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def sync_client() -> "redis.Redis":
    """For views and commands. Connects at first use, so that a forked worker has its own."""
    pool = redis.BlockingConnectionPool.from_url(
        settings.REDIS_URL, password=settings.REDIS_PASSWORD, retry=Retry(NoBackoff(), 0), **_OPTIONS
    )
    return redis.Redis(connection_pool=pool)


def async_client() -> "redis.asyncio.Redis":
    """For consumers and background tasks: the running loop's own, made at first use."""
    loop = asyncio.get_running_loop()
    client = _async_clients.get(loop)
    if client is None:
        pool = redis.asyncio.BlockingConnectionPool.from_url(
            settings.REDIS_URL, password=settings.REDIS_PASSWORD, retry=AsyncRetry(NoBackoff(), 0), **_OPTIONS
        )
        client = _async_clients[loop] = redis.asyncio.Redis(connection_pool=pool)
    return client


async def close_async_client() -> None:
    """Ends the running loop's connections, at the end of a process."""
    client = _async_clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()
        await client.connection_pool.disconnect()
