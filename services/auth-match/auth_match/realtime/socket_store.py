"""Counts each user's open sockets over all processes.

maru:sockets:{user_id}    sorted set, channel name -> when the entry expires (Unix time, s)    60 s

Every beat renews an entry; those of a dead process expire.
"""

import time

from auth_match.runtime.redis import async_client

ENTRY_SECONDS = 60  # three beats


async def register(user_id: int, channel: str, *, limit: int) -> bool:
    """False, without an entry, when the user already has `limit` others.

    Of several concurrent sockets beyond the limit, too many may be refused, never too few.
    """
    now, key = time.time(), _key(user_id)
    async with async_client().pipeline(transaction=True) as pipe:
        pipe.zremrangebyscore(key, "-inf", now)
        pipe.zadd(key, {channel: now + ENTRY_SECONDS})
        pipe.expire(key, ENTRY_SECONDS)
        pipe.zcard(key)
        held = (await pipe.execute())[-1]
    if held <= limit:
        return True
    await unregister(user_id, channel)
    return False


async def renew(user_id: int, channel: str) -> None:
    """Renews the entry."""
    async with async_client().pipeline(transaction=True) as pipe:
        pipe.zadd(_key(user_id), {channel: time.time() + ENTRY_SECONDS})
        pipe.expire(_key(user_id), ENTRY_SECONDS)
        await pipe.execute()


async def unregister(user_id: int, channel: str) -> None:
    """Removes the entry, if it exists."""
    await async_client().zrem(_key(user_id), channel)


def _key(user_id: int) -> str:
    return f"maru:sockets:{user_id}"
