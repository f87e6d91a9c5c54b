"""What the rows of posts require of their files, and the pending file moves, in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePost, PendingFileMove
from image_community.posts.domain.file_location import FileLocation, required_location


async def file_locations(session: AsyncSession, image_urls: Collection[str]) -> dict[str, FileLocation]:
    """The required location of each of these files; files without a post are absent."""
    statement = (
        select(
            ImagePost.image_url,
            func.bool_or(ImagePost.is_active),
            func.bool_or(ImagePost.file_purged_at.is_(None)),
        )
        .where(ImagePost.image_url.in_(image_urls))
        .group_by(ImagePost.image_url)
    )
    rows = await session.execute(statement)
    return {url: required_location(is_shown=is_shown, is_kept=is_kept) for url, is_shown, is_kept in rows}


async def withdrawn_before(session: AsyncSession, moment: datetime, *, limit: int) -> Sequence[str]:
    """The image URLs of withdrawn posts whose files are not purged yet."""
    statement = (
        select(ImagePost.image_url)
        .where(ImagePost.deleted_at < moment, ImagePost.file_purged_at.is_(None))
        .distinct()
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def is_kept_since(session: AsyncSession, image_url: str, moment: datetime) -> bool:
    """Whether a post of this file is not withdrawn, or was withdrawn at that time or later."""
    statement = select(ImagePost.id).where(
        ImagePost.image_url == image_url, or_(ImagePost.deleted_at.is_(None), ImagePost.deleted_at >= moment)
    )
    return (await session.execute(statement.limit(1))).scalar_one_or_none() is not None


async def mark_purged(session: AsyncSession, image_url: str, *, before: datetime, now: datetime) -> None:
    """Record that the file of posts withdrawn before that time is permanently deleted."""
    statement = update(ImagePost).where(
        ImagePost.image_url == image_url, ImagePost.deleted_at < before, ImagePost.file_purged_at.is_(None)
    )
    await session.execute(statement.values(file_purged_at=now))


async def add_pending_moves_of(session: AsyncSession, user_id: int) -> None:
    """One pending move per file of this user's posts."""
    urls = select(ImagePost.image_url).where(ImagePost.user_id == user_id, ImagePost.file_purged_at.is_(None))
    await session.execute(insert(PendingFileMove).from_select(["image_url"], urls.distinct()))


async def pending_moves(session: AsyncSession, *, limit: int) -> Sequence[tuple[int, str]]:
    """(id, image_url), the oldest first."""
    statement = (
        select(PendingFileMove.id, PendingFileMove.image_url).order_by(PendingFileMove.id).limit(limit)
    )
    return [(move_id, image_url) for move_id, image_url in await session.execute(statement)]


async def delete_pending_move(session: AsyncSession, move_id: int) -> None:
    """The file is in its required location."""
    await session.execute(delete(PendingFileMove).where(PendingFileMove.id == move_id))
