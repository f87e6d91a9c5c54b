"""Posts in PostgreSQL: what changes them, and a few ids. Images are read by image_queries.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePost, ImagePostCounters
from image_community.posts import file_repository
from image_community.runtime.prepared import PreparedStatement, Reader

POST = ImagePost.__table__.c


async def insert_post(session: AsyncSession, values: Mapping[str, Any]) -> int:
    """Insert a post and its counters; returns its id."""
    statement = insert(ImagePost).values(**values).returning(ImagePost.id)
    post_id = (await session.execute(statement)).scalar_one()
    # `created_at` equals the post's: now() is constant in a transaction.
    await session.execute(insert(ImagePostCounters).values(image_post_id=post_id))
    return post_id


async def lock_active_owner(session: AsyncSession, post_id: int) -> int | None:
    """The owner of an active post, locked against other changes; None if there is no such post."""
    statement = select(ImagePost.user_id).where(ImagePost.id == post_id, ImagePost.is_active.is_(True))
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def update_post(session: AsyncSession, post_id: int, changes: Mapping[str, Any]) -> None:
    """Set some columns."""
    await session.execute(update(ImagePost).where(ImagePost.id == post_id).values(**changes))


async def withdraw_post(session: AsyncSession, post_id: int, *, now: datetime) -> str:
    """Remove a post from every list; returns its image_url."""
    statement = update(ImagePost).where(ImagePost.id == post_id).values(is_active=False, deleted_at=now)
    return (await session.execute(statement.returning(ImagePost.image_url))).scalar_one()


_SHUFFLED = PreparedStatement(
    select(POST.id).where(POST.is_active).order_by(func.random()).limit(bindparam("size"))
)


async def shuffled_active_ids(reader: Reader, *, limit: int) -> Sequence[int]:
    """A uniform choice by sorting all: only if few posts are active."""
    return [row["id"] for row in await _SHUFFLED.rows(reader, {"size": limit})]


# A whole account's posts.


async def lock_posts_of(session: AsyncSession, user_id: int) -> None:
    """Block likes and votes on this user's posts until the transaction ends."""
    statement = select(ImagePost.id).where(ImagePost.user_id == user_id).order_by(ImagePost.id)
    await session.execute(statement.with_for_update())


async def hide_posts_of(session: AsyncSession, user_id: int) -> None:
    """The owner's account is disabled. For clients the post did not change, so `updated_at` stays."""
    statement = update(ImagePost).where(ImagePost.user_id == user_id, ImagePost.owner_disabled.is_(False))
    await session.execute(
        statement.values(owner_disabled=True, is_active=False, updated_at=ImagePost.updated_at)
    )
    await file_repository.add_pending_moves_of(session, user_id)


async def show_posts_of(session: AsyncSession, user_id: int) -> None:
    """The owner's account is enabled again. What the owner withdrew stays withdrawn."""
    statement = update(ImagePost).where(ImagePost.user_id == user_id, ImagePost.owner_disabled.is_(True))
    is_active = ImagePost.deleted_at.is_(None)
    await session.execute(
        statement.values(owner_disabled=False, is_active=is_active, updated_at=ImagePost.updated_at)
    )
    await file_repository.add_pending_moves_of(session, user_id)


async def remove_posts_of(session: AsyncSession, user_id: int) -> None:
    """Delete this user's posts, and dependent rows by CASCADE."""
    await file_repository.add_pending_moves_of(session, user_id)
    await session.execute(delete(ImagePost).where(ImagePost.user_id == user_id))


async def hidden_image_urls_of(session: AsyncSession, user_id: int) -> Sequence[str]:
    """The image URLs of posts that enabling this user's account shows again."""
    statement = select(ImagePost.image_url).where(
        ImagePost.user_id == user_id, ImagePost.owner_disabled.is_(True), ImagePost.deleted_at.is_(None)
    )
    return (await session.execute(statement)).scalars().all()
