"""The identity of this database, and unwanted files, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePost, MediaStore, UnwantedFile
from image_community.posts.domain.media import Count, Refusal


@dataclass(frozen=True, slots=True)
class StoreRow:
    """What this database stores about its media folder."""

    database_id: str
    refusal: Refusal | None
    waiting: int


async def store_row(session: AsyncSession) -> StoreRow:
    """The single row; raises SQLAlchemy's NoResultFound if it was deleted, so that no job runs without it."""
    columns = (MediaStore.database_id, MediaStore.refused_because, MediaStore.waiting_count)
    database_id, because, waiting = (await session.execute(select(*columns))).one()
    return StoreRow(str(database_id), Refusal(because) if because else None, waiting)


async def names_files(session: AsyncSession) -> bool:
    """Whether any post refers to a file."""
    statement = select(ImagePost.id).where(ImagePost.file_purged_at.is_(None))
    return (await session.execute(statement.limit(1))).scalar_one_or_none() is not None


async def record_check(
    session: AsyncSession, *, refusal: Refusal | None, count: Count | None, now: datetime
) -> None:
    """Store the result of a check; `count` if it counted the files."""
    values: dict[str, object] = {"refused_because": refusal, "checked_at": now}
    if count is not None:
        values |= {"file_count": count.files, "named_count": count.named}
    await session.execute(update(MediaStore).values(values))


async def record_waiting(session: AsyncSession, waiting: int) -> None:
    """Store how many deletions wait for an operator."""
    await session.execute(update(MediaStore).values(waiting_count=waiting))


async def record_unwanted(session: AsyncSession, keys: Collection[str], *, now: datetime) -> None:
    """Record that a sweep found these unwanted; `first_seen_at` of known ones stays."""
    if not keys:
        return
    rows = [{"key": key, "first_seen_at": now, "last_seen_at": now} for key in sorted(keys)]
    statement = insert(UnwantedFile).values(rows)
    seen = func.greatest(UnwantedFile.last_seen_at, statement.excluded.last_seen_at)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"last_seen_at": seen})
    )


async def forget_unseen(session: AsyncSession, *, since: datetime) -> None:
    """Delete the rows that a whole sweep did not confirm: those files are wanted again, or deleted."""
    await session.execute(delete(UnwantedFile).where(UnwantedFile.last_seen_at < since))


async def forget_unwanted(session: AsyncSession, key: str) -> None:
    """Delete the row: the file is in its required location, or deleted."""
    await session.execute(delete(UnwantedFile).where(UnwantedFile.key == key))


def _is_due(before: datetime, *, is_allowed: bool | None) -> ColumnElement[bool]:
    # forget_unseen deletes rows that the last sweep did not confirm, so first_seen_at alone decides.
    due = UnwantedFile.first_seen_at <= before
    return due if is_allowed is None else and_(due, UnwantedFile.is_allowed.is_(is_allowed))


async def count_due(session: AsyncSession, *, before: datetime, is_allowed: bool | None = None) -> int:
    """How many deletions are due; `is_allowed` filters by the operator's permission."""
    statement = select(func.count()).select_from(UnwantedFile)
    return (await session.execute(statement.where(_is_due(before, is_allowed=is_allowed)))).scalar_one()


async def due_after(
    session: AsyncSession, key: str, *, before: datetime, is_allowed: bool | None, limit: int
) -> Sequence[str]:
    """A page of due keys, after that key."""
    statement = select(UnwantedFile.key).where(UnwantedFile.key > key, _is_due(before, is_allowed=is_allowed))
    return (await session.execute(statement.order_by(UnwantedFile.key).limit(limit))).scalars().all()


async def lock_unwanted(session: AsyncSession) -> None:
    """Lock the table: no sweep inserts or deletes rows until the transaction ends."""
    await session.execute(text(f"LOCK TABLE {UnwantedFile.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


async def allow_due(session: AsyncSession, *, before: datetime) -> None:
    """Allow the deletion of exactly the files that were first seen by that time."""
    await session.execute(
        update(UnwantedFile).where(_is_due(before, is_allowed=None)).values(is_allowed=True)
    )
