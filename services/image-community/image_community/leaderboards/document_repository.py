"""Results of the fits, in PostgreSQL: their times, and the documents as they are sent."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import LeaderboardDocument, LeaderboardFit
from image_community.runtime.prepared import PreparedStatement, Reader, Row


async def last_fit(session: AsyncSession) -> Row | None:
    """Fingerprint, time and duration of the last attempt; an incomplete one has an empty fingerprint."""
    statement = select(LeaderboardFit.fingerprint, LeaderboardFit.fitted_at, LeaderboardFit.seconds)
    return (await session.execute(statement)).mappings().one_or_none()


async def record_fit(session: AsyncSession, *, fingerprint: str, fitted_at: datetime, seconds: float) -> None:
    """Record an attempt: with the fingerprint of the votes if it is complete, else with an empty one."""
    values = {"fingerprint": fingerprint, "fitted_at": fitted_at, "seconds": seconds}
    statement = upsert(LeaderboardFit).values(id=1, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


async def publish(
    session: AsyncSession, bodies: Mapping[str, bytes], *, etags: Mapping[str, str], as_of: datetime
) -> None:
    """Insert or replace these documents."""
    for name, body in bodies.items():
        values = {"as_of": as_of, "etag": etags[name], "body": body}
        statement = upsert(LeaderboardDocument).values(name=name, **values)
        await session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


_DOCUMENT = PreparedStatement(
    select(LeaderboardDocument.as_of, LeaderboardDocument.etag, LeaderboardDocument.body).where(
        LeaderboardDocument.name == bindparam("name")
    )
)


async def document(reader: Reader, name: str) -> Row | None:
    """as_of, etag and body of a document."""
    return await _DOCUMENT.row(reader, {"name": name})


async def published_at(session: AsyncSession) -> Mapping[str, datetime]:
    """as_of of every document."""
    statement = select(LeaderboardDocument.name, LeaderboardDocument.as_of)
    return {row.name: row.as_of for row in await session.execute(statement)}
