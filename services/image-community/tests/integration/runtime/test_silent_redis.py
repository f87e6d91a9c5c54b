"""A Redis that accepts connections and never answers."""

import asyncio
import socket
import time

import pytest
from redis.exceptions import RedisError

from image_community.runtime.problem import Unavailable
from image_community.runtime.redis import MAX_CONNECTIONS, make_redis, make_redis_breaker

AT_ONCE = MAX_CONNECTIONS + 10


@pytest.fixture
def black_hole(settings):
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        yield settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{listener.getsockname()[1]}/0"})


async def test_waiting_for_a_connection_of_an_unresponsive_redis_fails_at_once(black_hole):
    """Regression: the 21st command failed after 5.15 s, since it waited for a connection, then for Redis."""
    breaker = make_redis_breaker(black_hole)
    redis = make_redis(black_hole, breaker)

    async def ask(key) -> float:
        began = time.monotonic()
        with pytest.raises((RedisError, Unavailable)), breaker.guard():
            await redis.get(key)
        return time.monotonic() - began

    try:
        seconds = await asyncio.gather(*(ask(f"key:{n}") for n in range(AT_ONCE)))
        assert max(seconds) < 4.5, sorted(seconds)[-AT_ONCE + MAX_CONNECTIONS :]
        assert await ask("key") < 0.1
    finally:
        await redis.aclose()
        await breaker.aclose()
