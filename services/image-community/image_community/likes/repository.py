"""Likes in PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, delete, exists, false, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.likes.domain.likes import Likes
from image_community.models import ImageLike, ImagePost, ImagePostCounters


async def find(session: AsyncSession, *, image_id: int, user_id: int | None) -> Likes | None:
    """The likes of an active image; None if there is no such image."""
    return await _likes(session, _find(image_id, user_id))


async def find_and_hold(session: AsyncSession, *, image_id: int, user_id: int) -> Likes | None:
    """The same, and the image cannot be deleted until the transaction ends."""
    hold = _find(image_id, user_id).with_for_update(read=True, key_share=True, of=ImagePost)
    return await _likes(session, hold)


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


async def add(session: AsyncSession, *, image_id: int, user_id: int) -> bool:
    """Whether this added the like; False if it was there. A concurrent one is waited for."""
    statement = (
        insert(ImageLike)
        .values(user_id=user_id, image_post_id=image_id)
        .on_conflict_do_nothing(constraint="uq_user_image_like")
        .returning(ImageLike.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def remove(session: AsyncSession, *, image_id: int, user_id: int) -> bool:
    """Whether this removed a like."""
    statement = delete(ImageLike).where(ImageLike.user_id == user_id, ImageLike.image_post_id == image_id)
    return (await session.execute(statement.returning(ImageLike.id))).scalar_one_or_none() is not None


async def change_count(session: AsyncSession, *, image_id: int, by: int) -> None:
    """Add to the like count, in SQL: reading it first would lose concurrent changes."""
    statement = (
        update(ImagePostCounters)
        .where(ImagePostCounters.image_post_id == image_id)
        .values(like_count=ImagePostCounters.like_count + by)
    )
    await session.execute(statement)


async def remove_likes_of(session: AsyncSession, user_id: int) -> Sequence[int]:
    """Remove every like of a user, counters untouched; answers the ids of the images."""
    statement = delete(ImageLike).where(ImageLike.user_id == user_id).returning(ImageLike.image_post_id)
    return (await session.execute(statement)).scalars().all()


async def likes_of(session: AsyncSession, user_id: int, *, after: int, limit: int) -> Sequence[RowMapping]:
    """Everything kept of a user's likes, by id."""
    statement = select(ImageLike.id, ImageLike.image_post_id.label("image_id"), ImageLike.created_at)
    statement = statement.where(ImageLike.user_id == user_id, ImageLike.id > after)
    return (await session.execute(statement.order_by(ImageLike.id).limit(limit))).mappings().all()
