"""Posts in PostgreSQL. Reads return Core rows: building ORM objects costs more than twice as much."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImageLike, ImagePost, ImagePostCounters
from image_community.posts import file_repository
from image_community.posts.domain.cursor import Cursor
from image_community.posts.domain.filters import Filters

ImageSelect = Select[*tuple[Any, ...]]


def image_select(viewer_id: int | None) -> ImageSelect:
    """All columns of an Image, one row per post; `is_liked` only for a known viewer."""
    statement = select(
        ImagePost.id,
        ImagePost.user_id,
        ImagePost.image_url,
        ImagePost.prompt,
        ImagePost.model_name,
        ImagePost.is_tournament_opt_in,
        ImagePost.is_active,
        ImagePost.created_at,
        ImagePost.updated_at,
        ImagePost.width,
        ImagePost.height,
        ImagePostCounters.like_count,
        ImagePostCounters.win_count.label("tournament_win_count"),
        ImagePostCounters.loss_count.label("tournament_loss_count"),
    ).join(ImagePostCounters, ImagePostCounters.image_post_id == ImagePost.id)
    return statement if viewer_id is None else statement.add_columns(_is_liked_by(viewer_id))


def _is_liked_by(viewer_id: int) -> ColumnElement[bool]:
    likes = and_(ImageLike.image_post_id == ImagePost.id, ImageLike.user_id == viewer_id)
    return exists().where(likes).label("is_liked")


async def page(
    session: AsyncSession, filters: Filters, *, limit: int, offset: int, viewer_id: int | None
) -> Sequence[RowMapping]:
    """Newest first, by offset."""
    statement = image_select(viewer_id).where(*_matching(filters)).order_by(*_newest_first())
    return (await session.execute(statement.limit(limit).offset(offset))).mappings().all()


async def after(
    session: AsyncSession, filters: Filters, *, cursor: Cursor | None, limit: int, viewer_id: int | None
) -> Sequence[RowMapping]:
    """Newest first, by position: the last page is as cheap as the first."""
    statement = image_select(viewer_id).where(*_matching(filters)).order_by(*_newest_first())
    if cursor is not None:
        position = tuple_(literal(cursor.created_at), literal(cursor.id))
        statement = statement.where(tuple_(ImagePost.created_at, ImagePost.id) < position)
    return (await session.execute(statement.limit(limit))).mappings().all()


def _newest_first() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return ImagePost.created_at.desc(), ImagePost.id.desc()


def _matching(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [ImagePost.is_active.is_(True)]
    if filters.user_id is not None:
        conditions.append(ImagePost.user_id == filters.user_id)
    if filters.tournament_only:
        conditions.append(ImagePost.is_tournament_opt_in.is_(True))
    if filters.model_name is not None:
        conditions.append(ImagePost.model_name == filters.model_name)
    if filters.model_key is not None:
        conditions.append(ImagePost.model_key == filters.model_key)
    return conditions


async def count(session: AsyncSession, filters: Filters) -> int:
    """How many posts a list has in total."""
    statement = select(func.count()).select_from(ImagePost).where(*_matching(filters))
    return (await session.execute(statement)).scalar_one()


async def by_ids(
    session: AsyncSession, ids: Sequence[int], *, viewer_id: int | None
) -> dict[int, RowMapping]:
    """The active ones among `ids`."""
    statement = image_select(viewer_id).where(ImagePost.id.in_(ids), ImagePost.is_active.is_(True))
    return {row["id"]: row for row in (await session.execute(statement)).mappings()}


async def live_by_image_url(
    session: AsyncSession, image_url: str, *, viewer_id: int | None
) -> RowMapping | None:
    """The post of this file that is not withdrawn."""
    statement = image_select(viewer_id).where(
        ImagePost.image_url == image_url, ImagePost.deleted_at.is_(None)
    )
    return (await session.execute(statement)).mappings().one_or_none()


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


async def shuffled_active_ids(session: AsyncSession, *, limit: int) -> Sequence[int]:
    """A uniform choice by sorting all: only if few posts are active."""
    statement = select(ImagePost.id).where(ImagePost.is_active.is_(True)).order_by(func.random())
    return (await session.execute(statement.limit(limit))).scalars().all()


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


async def posts_of(session: AsyncSession, user_id: int, *, after: int, limit: int) -> Sequence[RowMapping]:
    """All of a user's posts, withdrawn ones too, by id."""
    statement = image_select(None).add_columns(ImagePost.deleted_at, ImagePost.file_purged_at)
    statement = statement.where(ImagePost.user_id == user_id, ImagePost.id > after)
    return (await session.execute(statement.order_by(ImagePost.id).limit(limit))).mappings().all()
