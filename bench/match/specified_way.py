"""The way the specification describes, as one would write it first.

A global lock, the whole queue, and for each candidate two questions to Redis and two to the database. No
offer is made: only the search is measured.
"""

from typing import Any

from channels.db import database_sync_to_async

from auth_match.matching.models import MatchSetting

LOCK_SECONDS = 10


async def find_partner(redis: Any, user_id: int) -> int | None:
    """The first in the queue that the user may meet; None when there is none, or when the lock is busy."""
    if not await redis.set("global_match_lock", str(user_id), nx=True, ex=LOCK_SECONDS):
        return None
    try:
        for member, _ in await redis.zrange("match_queue", 0, -1, withscores=True):
            candidate = int(member)
            if candidate == user_id:
                continue
            if not await redis.exists(f"user_online:{candidate}"):
                continue
            if await redis.exists(f"user_matches:{candidate}"):
                continue
            if await is_compatible(user_id, candidate):
                return candidate
        return None
    finally:
        await redis.delete("global_match_lock")


async def is_compatible(one_id: int, other_id: int) -> bool:
    one, other = await setting_of(one_id), await setting_of(other_id)
    return (
        one.age_min <= other.user.age <= one.age_max
        and other.age_min <= one.user.age <= other.age_max
        and one.preferred_gender in ("any", other.user.gender)
        and other.preferred_gender in ("any", one.user.gender)
    )


async def setting_of(user_id: int) -> MatchSetting:
    setting: MatchSetting = await database_sync_to_async(_setting_of)(user_id)
    return setting


def _setting_of(user_id: int) -> MatchSetting:
    return MatchSetting.objects.select_related("user").get(user_id=user_id)
