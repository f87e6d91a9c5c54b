"""Channels' pub/sub layer with timeouts; by itself it waits for ever for an unresponsive Redis.

Its connections have no socket timeout, because a subscription is silent while no message comes; but Redis
answers a publish at once. A consumer handles one event at a time, so a waiting one handles no others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer

from auth_match.runtime.redis import SOCKET_SECONDS, breaker

BOUNDED = frozenset({"send", "group_send", "group_add", "group_discard", "new_channel"})


class BoundedPubSubChannelLayer(RedisPubSubChannelLayer):  # type: ignore[misc]
    def __getattr__(self, name: str) -> Any:
        call = super().__getattr__(name)
        return partial(_bounded, call) if name in BOUNDED else call


async def _bounded(call: Callable[..., Awaitable[Any]], *args: Any) -> Any:
    """Raises:
    TimeoutError: no answer; or RedisError at once while the breaker is open.
    """
    breaker().require_closed()
    try:
        async with asyncio.timeout(SOCKET_SECONDS):
            return await call(*args)
    except TimeoutError:
        # Perhaps it only waited for the layer's lock, one per process. The probe finds out.
        breaker().suspect()
        raise
