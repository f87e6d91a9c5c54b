"""The worker's job: delete old matches."""

from datetime import datetime, timedelta

from image_community.runtime.database import Sessions, transaction
from image_community.tournaments import repository

DELETE_AFTER = timedelta(days=2)  # a vote without match_id looks back 24 hours


async def delete_old_matches(*, sessions: Sessions, now: datetime) -> int:
    """The worker's job: delete matches that are too old for a vote; returns how many."""
    async with transaction(sessions) as session:
        return await repository.delete_matches(session, before=now - DELETE_AFTER)
