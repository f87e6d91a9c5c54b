"""What a process holds open while it lives."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from image_community.runtime.database import Sessions, make_engine, make_sessions
from image_community.runtime.pause import Pause
from image_community.runtime.redis import make_redis
from image_community.runtime.settings import Settings

HTTP_TIMEOUT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Connections:
    """Opened at start, closed at the end. `probe` is the health check's own: a busy pool cannot fail it."""

    sessions: Sessions
    probe: AsyncEngine
    redis: Redis
    redis_pause: Pause
    http: httpx.AsyncClient


@asynccontextmanager
async def open_connections(settings: Settings) -> AsyncIterator[Connections]:
    """Prepare every connection (none is made before its first use) and close all of them at the end."""
    async with AsyncExitStack() as stack:
        engine, probe = (
            make_engine(settings.sqlalchemy_url()),
            make_engine(settings.sqlalchemy_url(), pool_size=1),
        )
        stack.push_async_callback(engine.dispose)
        stack.push_async_callback(probe.dispose)
        redis = make_redis(settings)
        stack.push_async_callback(redis.aclose)
        # trust_env off: a proxy variable of the machine must not sit between the two services.
        http = await stack.enter_async_context(
            httpx.AsyncClient(timeout=HTTP_TIMEOUT_SECONDS, follow_redirects=False, trust_env=False)
        )
        yield Connections(make_sessions(engine), probe, redis, Pause(), http)
