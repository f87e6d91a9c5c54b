"""Likes in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, delete, exists, false, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.likes.domain.likes import Likes
from image_community.models import ImageLike, ImagePost, ImagePostCounters


async def find(session: AsyncSession, *, image_id: int, user_id: int | None) -> Likes | None:
    """The likes of an active image; None if there is no such image."""
    return await _likes(session, _find(image_id, user_id))


async def find_and_lock(session: AsyncSession, *, image_id: int, user_id: int) -> Likes | None:
    """The same, locked: the image cannot be deleted until the transaction ends."""
    locked = _find(image_id, user_id).with_for_update(read=True, key_share=True, of=ImagePost)
    return await _likes(session, locked)


def _find(image_id: int, user_id: int | None) -> Select[int, bool]:
    mine = and_(ImageLike.image_post_id == ImagePost.id, ImageLike.user_id == user_id)
    return (
        select(ImagePostCounters.like_count, false() if user_id is None else exists().where(mine))
        .join(ImagePost, ImagePost.id == ImagePostCounters.image_post_id)
        .where(ImagePost.id == image_id, ImagePost.is_active.is_(True))
    )


async def _likes(session: AsyncSession, statement: Select[int, bool]) -> Likes | None:
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else Likes(count=row[0], is_liked=row[1])


async def add(session: AsyncSession, *, image_id: int, user_id: int) -> datetime | None:
    """The time of the like, if this inserted it; None if it exists. Waits for a concurrent one."""
    statement = (
        insert(ImageLike)
        .values(user_id=user_id, image_post_id=image_id)
        .on_conflict_do_nothing(constraint="uq_user_image_like")
        .returning(ImageLike.created_at)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def remove(session: AsyncSession, *, image_id: int, user_id: int) -> datetime | None:
    """The time of the deleted like; None if there was none."""
    statement = delete(ImageLike).where(ImageLike.user_id == user_id, ImageLike.image_post_id == image_id)
    return (await session.execute(statement.returning(ImageLike.created_at))).scalar_one_or_none()


async def remove_likes_of(session: AsyncSession, user_id: int) -> Sequence[tuple[int, datetime]]:
    """Delete every like of a user, without updating counters; returns (image id, time) of each."""
    statement = delete(ImageLike).where(ImageLike.user_id == user_id)
    rows = await session.execute(statement.returning(ImageLike.image_post_id, ImageLike.created_at))
    return [(image_id, at) for image_id, at in rows]


async def remove_likes_for(session: AsyncSession, user_id: int) -> None:
    """Delete every like of a user's images. Their counters are deleted with the images."""
    own = select(ImagePost.id).where(ImagePost.user_id == user_id)
    await session.execute(delete(ImageLike).where(ImageLike.image_post_id.in_(own)))


async def likes_of(session: AsyncSession, user_id: int, *, after: int, limit: int) -> Sequence[RowMapping]:
    """A user's likes, by id."""
    statement = select(ImageLike.id, ImageLike.image_post_id.label("image_id"), ImageLike.created_at)
    statement = statement.where(ImageLike.user_id == user_id, ImageLike.id > after)
    return (await session.execute(statement.order_by(ImageLike.id).limit(limit))).mappings().all()
