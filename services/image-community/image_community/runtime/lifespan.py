"""The connections of a process."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.database import (
    OF_REQUESTS,
    Sessions,
    TimeLimits,
    make_breaker,
    make_engine,
    make_sessions,
)
from image_community.runtime.patience import Waits
from image_community.runtime.redis import make_redis, make_redis_breaker
from image_community.runtime.settings import Settings

HTTP_TIMEOUT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Connections:
    """Opened at start, closed at the end. `probe` is only for the health check or the leading worker, so that
    a busy pool cannot block it. `waits`: for queries without `sessions`."""

    sessions: Sessions
    probe: AsyncEngine
    waits: Waits
    redis: Redis
    redis_breaker: CircuitBreaker
    http: httpx.AsyncClient


@asynccontextmanager
async def open_connections(
    settings: Settings, limits: TimeLimits = OF_REQUESTS
) -> AsyncIterator[Connections]:
    """Prepare all connections (each opens at its first use) and close them at the end."""
    async with AsyncExitStack() as stack:
        url = settings.sqlalchemy_url()
        engine, probe = make_engine(url, limits=limits), make_engine(url, pool_size=1, limits=limits)
        stack.push_async_callback(engine.dispose)
        stack.push_async_callback(probe.dispose)
        breaker, redis_breaker = make_breaker(url), make_redis_breaker(settings)
        stack.push_async_callback(breaker.aclose)
        stack.push_async_callback(redis_breaker.aclose)
        waits = Waits(breaker, longest_seconds=limits.transaction_seconds)
        redis = make_redis(settings, redis_breaker)
        stack.push_async_callback(redis.aclose)
        # trust_env off: a proxy variable of the machine must not apply between the two services.
        http = await stack.enter_async_context(
            httpx.AsyncClient(timeout=HTTP_TIMEOUT_SECONDS, follow_redirects=False, trust_env=False)
        )
        yield Connections(make_sessions(engine, waits), probe, waits, redis, redis_breaker, http)
