"""The use cases of likes. Liking is idempotent."""

from image_community.identity.account_status import require_active_account
from image_community.likes import repository
from image_community.likes.domain.likes import Likes
from image_community.posts import counters
from image_community.posts.errors import PostNotFound
from image_community.runtime.database import Sessions, reading, writing
from image_community.runtime.prepared import Reader


async def like(*, sessions: Sessions, image_id: int, user_id: int) -> tuple[Likes, bool]:
    """The likes now, and whether this one is new."""
    async with writing(sessions) as connection:
        await require_active_account(connection, user_id)
        # The SELECT before the INSERT keeps a repeated like from using a number of the 32-bit id sequence.
        before = await _locked(connection, image_id, user_id)
        if before.is_liked:
            return before, False
        at = await repository.add(connection, image_id=image_id, user_id=user_id)
        if at is None:  # by another request of the same user
            return await _likes(connection, image_id, user_id), False
        count = await counters.count_like(connection, image_id=image_id, at=at, by=1)
        return Likes(count=count, is_liked=True), True


async def unlike(*, sessions: Sessions, image_id: int, user_id: int) -> Likes:
    """The likes now."""
    async with writing(sessions) as connection:
        await require_active_account(connection, user_id)
        await _locked(connection, image_id, user_id)
        at = await repository.remove(connection, image_id=image_id, user_id=user_id)
        if at is None:
            return await _likes(connection, image_id, user_id)
        count = await counters.count_like(connection, image_id=image_id, at=at, by=-1)
        return Likes(count=count, is_liked=False)


async def status(*, sessions: Sessions, image_id: int, user_id: int | None) -> Likes:
    """The likes now, for anyone."""
    async with reading(sessions) as connection:
        return await _likes(connection, image_id, user_id)


async def _likes(reader: Reader, image_id: int, user_id: int | None) -> Likes:
    return _require_found(await repository.find(reader, image_id=image_id, user_id=user_id))


async def _locked(reader: Reader, image_id: int, user_id: int) -> Likes:
    """As `_likes`, with the image locked against deletion until the transaction ends."""
    return _require_found(await repository.find_and_lock(reader, image_id=image_id, user_id=user_id))


def _require_found(found: Likes | None) -> Likes:
    if found is None:
        raise PostNotFound
    return found
