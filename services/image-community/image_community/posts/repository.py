"""Posts in PostgreSQL. Reads answer Core rows: building ORM objects costs more than twice as much."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select, tuple_, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImageLike, ImagePost, ImagePostCounters
from image_community.posts.domain.cursor import Cursor
from image_community.posts.domain.filters import Filters

ImageSelect = Select[*tuple[Any, ...]]


def image_select(viewer_id: int | None) -> ImageSelect:
    """Everything an Image shows, one row a post; `is_liked` only for a known viewer."""
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
    """Newest first, by number of rows passed over."""
    statement = image_select(viewer_id).where(*_matching(filters)).order_by(*_newest_first())
    return (await session.execute(statement.limit(limit).offset(offset))).mappings().all()


async def after(
    session: AsyncSession, filters: Filters, *, cursor: Cursor | None, limit: int, viewer_id: int | None
) -> Sequence[RowMapping]:
    """Newest first, by position: as cheap on the last page as on the first."""
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
    return conditions


async def count(session: AsyncSession, filters: Filters) -> int:
    """How many posts a list has in all."""
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
    """The post that shows this file and was not withdrawn."""
    statement = image_select(viewer_id).where(
        ImagePost.image_url == image_url, ImagePost.deleted_at.is_(None)
    )
    return (await session.execute(statement)).mappings().one_or_none()


async def insert_post(session: AsyncSession, values: Mapping[str, Any]) -> int:
    """Make a post together with its counters; answers its id."""
    statement = insert(ImagePost).values(**values).returning(ImagePost.id)
    post_id = (await session.execute(statement)).scalar_one()
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
    """Take a post out of every list; answers its image_url."""
    statement = update(ImagePost).where(ImagePost.id == post_id).values(is_active=False, deleted_at=now)
    return (await session.execute(statement.returning(ImagePost.image_url))).scalar_one()


async def id_bounds(session: AsyncSession) -> tuple[int, int]:
    """The smallest and largest post id; (1, 1) without any posts."""
    low, high = (await session.execute(select(func.min(ImagePost.id), func.max(ImagePost.id)))).one()
    return (low, high) if low is not None else (1, 1)


async def active_among(session: AsyncSession, ids: Iterable[int]) -> set[int]:
    """Those ids that are of active posts."""
    statement = select(ImagePost.id).where(ImagePost.id.in_(set(ids)), ImagePost.is_active.is_(True))
    return set((await session.execute(statement)).scalars())


async def shuffled_active_ids(session: AsyncSession, *, limit: int) -> Sequence[int]:
    """A uniform choice by sorting everything: only for when little is active."""
    statement = select(ImagePost.id).where(ImagePost.is_active.is_(True)).order_by(func.random())
    return (await session.execute(statement.limit(limit))).scalars().all()


async def live_among(session: AsyncSession, image_urls: Sequence[str]) -> set[str]:
    """Those addresses that a post shows."""
    statement = select(ImagePost.image_url).where(
        ImagePost.image_url.in_(image_urls), ImagePost.deleted_at.is_(None)
    )
    return set((await session.execute(statement)).scalars())


async def was_ever_posted(session: AsyncSession, image_url: str) -> bool:
    """Whether any post, withdrawn or not, has this file and has not lost it for good."""
    statement = select(ImagePost.id).where(
        ImagePost.image_url == image_url, ImagePost.file_purged_at.is_(None)
    )
    return (await session.execute(statement.limit(1))).scalar_one_or_none() is not None


async def withdrawn_before(session: AsyncSession, moment: datetime, *, limit: int) -> Sequence[str]:
    """The addresses of withdrawn posts whose files are still kept."""
    statement = (
        select(ImagePost.image_url)
        .where(ImagePost.deleted_at < moment, ImagePost.file_purged_at.is_(None))
        .distinct()
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def was_withdrawn_since(session: AsyncSession, image_url: str, moment: datetime) -> bool:
    """Whether a post of this file was withdrawn at that moment or later."""
    statement = select(ImagePost.id).where(ImagePost.image_url == image_url, ImagePost.deleted_at >= moment)
    return (await session.execute(statement.limit(1))).scalar_one_or_none() is not None


async def mark_purged(session: AsyncSession, image_url: str, *, before: datetime, now: datetime) -> None:
    """The files of posts withdrawn before that moment are gone for good."""
    statement = update(ImagePost).where(
        ImagePost.image_url == image_url, ImagePost.deleted_at < before, ImagePost.file_purged_at.is_(None)
    )
    await session.execute(statement.values(file_purged_at=now))
