"""Channels' pub/sub layer, which by itself waits for ever for a Redis that is silent.

Its connections have no socket timeout, because a subscription is quiet for as long as no message comes; but a
publish is answered at once. A consumer handles one event at a time, so one that waits is deaf.
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
    TimeoutError: no answer; or RedisError at once, while Redis is known to be silent.
    """
    breaker().require_closed()
    try:
        async with asyncio.timeout(SOCKET_SECONDS):
            return await call(*args)
    except TimeoutError:
        # Perhaps it only waited in line: the layer has one lock per process. The probe finds out.
        breaker().suspect()
        raise
