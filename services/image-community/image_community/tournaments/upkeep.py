"""The worker's part: forget what nobody can vote on any more."""

from datetime import datetime, timedelta

from image_community.runtime.database import Sessions, transaction
from image_community.tournaments import repository

FORGET_AFTER = timedelta(days=2)  # matches are of no use once a vote without match_id cannot mean them


async def forget_old_matches(*, sessions: Sessions, now: datetime) -> int:
    """The worker's job: drop what nobody can vote on any more; answers how many."""
    async with transaction(sessions) as session:
        return await repository.forget_matches(session, before=now - FORGET_AFTER)
