"""Likes in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Integer, Table, bindparam, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.likes.domain.likes import Likes
from image_community.models import ImageLike, ImagePost, ImagePostCounters
from image_community.runtime.inputs import NO_ID
from image_community.runtime.prepared import PreparedStatement, Reader, Row

LIKES = cast(Table, ImageLike.__table__)
POST, COUNTERS, LIKE = ImagePost.__table__.c, ImagePostCounters.__table__.c, ImageLike.__table__.c
_USER, _IMAGE = bindparam("user", type_=Integer), bindparam("image", type_=Integer)
_IS_MINE = exists().where(LIKE.image_post_id == POST.id, LIKE.user_id == _USER).correlate(ImagePost.__table__)
# Built once: building them per request costs more than running them.
_FINDING = (
    select(COUNTERS.like_count, _IS_MINE.label("is_mine"))
    .join_from(ImagePostCounters.__table__, ImagePost.__table__, COUNTERS.image_post_id == POST.id)
    .where(POST.id == _IMAGE, POST.is_active.is_(True))
)
_FIND = PreparedStatement(_FINDING)
_FIND_AND_LOCK = PreparedStatement(
    _FINDING.with_for_update(read=True, key_share=True, of=ImagePost.__table__)
)
_ADD = PreparedStatement(
    insert(LIKES)
    .values(user_id=_USER, image_post_id=_IMAGE)
    .on_conflict_do_nothing(constraint="uq_user_image_like")
    .returning(LIKE.created_at)
)
_REMOVE = PreparedStatement(
    delete(LIKES).where(LIKE.user_id == _USER, LIKE.image_post_id == _IMAGE).returning(LIKE.created_at)
)


async def find(reader: Reader, *, image_id: int, user_id: int | None) -> Likes | None:
    """The likes of an active image; None if there is no such image."""
    return await _likes(reader, _FIND, image_id, user_id or NO_ID)


async def find_and_lock(reader: Reader, *, image_id: int, user_id: int) -> Likes | None:
    """The same, locked: the image cannot be deleted until the transaction ends."""
    return await _likes(reader, _FIND_AND_LOCK, image_id, user_id)


async def _likes(reader: Reader, statement: PreparedStatement, image_id: int, user_id: int) -> Likes | None:
    row = await statement.row(reader, {"image": image_id, "user": user_id})
    return None if row is None else Likes(count=row["like_count"], is_liked=row["is_mine"])


async def add(reader: Reader, *, image_id: int, user_id: int) -> datetime | None:
    """The time of the like, if this inserted it; None if it exists. Waits for a concurrent one."""
    at: datetime | None = await _ADD.value(reader, {"user": user_id, "image": image_id})
    return at


async def remove(reader: Reader, *, image_id: int, user_id: int) -> datetime | None:
    """The time of the deleted like; None if there was none."""
    at: datetime | None = await _REMOVE.value(reader, {"user": user_id, "image": image_id})
    return at


async def remove_likes_of(session: AsyncSession, user_id: int) -> Sequence[tuple[int, datetime]]:
    """Delete every like of a user, without updating counters; returns (image id, time) of each."""
    statement = delete(ImageLike).where(ImageLike.user_id == user_id)
    rows = await session.execute(statement.returning(ImageLike.image_post_id, ImageLike.created_at))
    return [(image_id, at) for image_id, at in rows]


async def remove_likes_for(session: AsyncSession, user_id: int) -> None:
    """Delete every like of a user's images. Their counters are deleted with the images."""
    own = select(ImagePost.id).where(ImagePost.user_id == user_id)
    await session.execute(delete(ImageLike).where(ImageLike.image_post_id.in_(own)))


async def likes_of(session: AsyncSession, user_id: int, *, after: int, limit: int) -> Sequence[Row]:
    """A user's likes, by id."""
    statement = select(ImageLike.id, ImageLike.image_post_id.label("image_id"), ImageLike.created_at)
    statement = statement.where(ImageLike.user_id == user_id, ImageLike.id > after)
    return (await session.execute(statement.order_by(ImageLike.id).limit(limit))).mappings().all()
