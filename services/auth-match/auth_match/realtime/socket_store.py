"""How many sockets each user holds, over all processes.

maru:sockets:{user_id}    sorted set, channel name -> when the entry ends (Unix time, s)    60 s

An entry is renewed at every beat; those of a process that died end by themselves.
"""

import time

from auth_match.runtime.redis import async_client

ENTRY_SECONDS = 60  # three beats


async def enter(user_id: int, channel: str, *, most: int) -> bool:
    """False, and nothing is kept, when the user holds `most` others already.

    Of several that come at once beyond the limit, more than need be may be refused, never too few.
    """
    now, key = time.time(), _key(user_id)
    async with async_client().pipeline(transaction=True) as pipe:
        pipe.zremrangebyscore(key, "-inf", now)
        pipe.zadd(key, {channel: now + ENTRY_SECONDS})
        pipe.expire(key, ENTRY_SECONDS)
        pipe.zcard(key)
        held = (await pipe.execute())[-1]
    if held <= most:
        return True
    await leave(user_id, channel)
    return False


async def keep(user_id: int, channel: str) -> None:
    """Renews the entry."""
    async with async_client().pipeline(transaction=True) as pipe:
        pipe.zadd(_key(user_id), {channel: time.time() + ENTRY_SECONDS})
        pipe.expire(_key(user_id), ENTRY_SECONDS)
        await pipe.execute()


async def leave(user_id: int, channel: str) -> None:
    """Ends the entry, if there is one."""
    await async_client().zrem(_key(user_id), channel)


def _key(user_id: int) -> str:
    return f"maru:sockets:{user_id}"
