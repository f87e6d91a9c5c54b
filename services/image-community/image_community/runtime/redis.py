"""Redis: short timeouts, few connections."""

from typing import Annotated

from fastapi import Depends, Request
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from image_community.runtime.pause import Pause
from image_community.runtime.settings import Settings

MAX_CONNECTIONS = 20
TIMEOUT_SECONDS = 1.0
# Longer than a command, the wait and two tries to connect again take in vain (3.05 s): who gets no connection
# finds the pause begun.
POOL_TIMEOUT_SECONDS = 4.0


def make_redis(settings: Settings) -> Redis:
    """A client that speaks text and repeats a command once, when its connection was found dead.

    Repeating is safe because every command of ours is idempotent (SET of one value, GET, DEL), or a count of
    tries, which may be one too high: redis-py would otherwise repeat up to ten times.
    """
    pool = BlockingConnectionPool.from_url(
        settings.redis_url,
        password=settings.redis_password.get_secret_value() or None,
        decode_responses=True,
        max_connections=MAX_CONNECTIONS,
        timeout=POOL_TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(ConstantBackoff(0.05), retries=1),
    )
    return Redis.from_pool(pool)


def get_redis(request: Request) -> Redis:
    """The client opened by the lifespan."""
    redis: Redis = request.app.state.connections.redis
    return redis


def get_pause(request: Request) -> Pause:
    """The one of this process."""
    pause: Pause = request.app.state.connections.redis_pause
    return pause


RedisClient = Annotated[Redis, Depends(get_redis)]
RedisPause = Annotated[Pause, Depends(get_pause)]
