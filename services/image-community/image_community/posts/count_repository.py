"""Kept counts of posts in PostgreSQL: exact, and at any number of posts as cheap as at ten. Decision 0041.

Triggers record each change; the worker adds the changes to the counts. Both are read in one statement, so
a reader counts each change once.
"""

from sqlalchemy import ColumnElement, Integer, bindparam, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import PostCountChange, PostCounts
from image_community.models.post_counts import ALL_AUTHORS
from image_community.runtime.prepared import PreparedStatement, Reader

COUNTS, CHANGES = PostCounts.__table__.c, PostCountChange.__table__.c


def _kept(count: ColumnElement[int], change: ColumnElement[int]) -> PreparedStatement:
    """Of all authors."""
    base = select(count).where(COUNTS.author_id == ALL_AUTHORS).scalar_subquery()
    changes = select(func.sum(change)).scalar_subquery()
    return PreparedStatement(select(func.coalesce(base, 0) + func.coalesce(changes, 0)))


def _kept_of_author() -> PreparedStatement:
    author = bindparam("author", type_=Integer)
    base = select(COUNTS.post_count).where(COUNTS.author_id == author).scalar_subquery()
    changes = select(func.sum(CHANGES.posts)).where(CHANGES.author_id == author).scalar_subquery()
    return PreparedStatement(select(func.coalesce(base, 0) + func.coalesce(changes, 0)))


_OF_ALL = _kept(COUNTS.post_count, CHANGES.posts)
_JUDGED = _kept(COUNTS.judged_count, CHANGES.judged)
_OF_AUTHOR = _kept_of_author()


async def count_active(reader: Reader) -> int:
    """How many posts are active."""
    return int(await _OF_ALL.value(reader))


async def count_active_of(reader: Reader, author_id: int) -> int:
    """How many posts of this user are active."""
    return int(await _OF_AUTHOR.value(reader, {"author": author_id}))


async def count_judged(reader: Reader) -> int:
    """How many active posts have a win or a loss."""
    return int(await _JUDGED.value(reader))


# One statement: what is deleted is what is added. Only the leading worker runs it.
_ADD_UP = text(f"""
    WITH gone AS (DELETE FROM post_count_changes RETURNING author_id, posts, judged),
    summed AS (
        SELECT author_id, sum(posts) AS posts, 0 AS judged FROM gone
        WHERE author_id <> {ALL_AUTHORS} GROUP BY author_id
        UNION ALL SELECT {ALL_AUTHORS}, sum(posts), sum(judged) FROM gone HAVING count(*) > 0)
    INSERT INTO post_counts AS kept (author_id, post_count, judged_count)
    SELECT author_id, posts, judged FROM summed
    ON CONFLICT (author_id) DO UPDATE SET post_count = kept.post_count + excluded.post_count,
        judged_count = kept.judged_count + excluded.judged_count
    RETURNING author_id, post_count""")  # noqa: S608 - our own number


async def add_up(session: AsyncSession) -> int:
    """Add all changes to the counts; returns how many counts changed. A user without posts keeps no row."""
    changed = (await session.execute(_ADD_UP)).all()
    empty = [author_id for author_id, posts in changed if author_id != ALL_AUTHORS and not posts]
    if empty:
        await session.execute(delete(PostCounts).where(PostCounts.author_id.in_(empty)))
    return len(changed)
