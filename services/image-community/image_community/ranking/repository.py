"""The ranking in PostgreSQL: from the events, as specified, or from counts since a watermark."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import (
    Integer,
    Subquery,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImageLike, ImagePost, ImagePostCounters, RankingWindow, TournamentVote
from image_community.posts.image_queries import ImageSelect, at_most, image_select, parameters
from image_community.ranking.window import MOST_RANKS
from image_community.runtime.database import UNSYNCHRONIZED
from image_community.runtime.prepared import PreparedStatement, Reader, Row


def top_select(*, is_known: bool) -> ImageSelect:
    """The first `size` ranks by the stored counts, with their watermark: one snapshot."""
    ranks = (
        image_select(is_known=is_known)
        .add_columns(
            ImagePostCounters.like_count_24h,
            ImagePostCounters.win_count_24h,
            ImagePostCounters.score_24h.label("total_score"),
            select(RankingWindow.watermark).scalar_subquery().label("watermark"),
        )
        .where(ImagePostCounters.is_active)
        .order_by(
            ImagePostCounters.score_24h.desc(),
            ImagePostCounters.created_at.desc(),
            ImagePostCounters.image_post_id.desc(),
        )
    )
    return at_most(MOST_RANKS, ranks)


@cache
def _top(*, is_known: bool) -> PreparedStatement:
    return PreparedStatement(top_select(is_known=is_known))


async def top(reader: Reader, *, limit: int, viewer_id: int | None) -> Sequence[Row]:
    """Active posts by likes plus wins since the watermark; ties by newest, then highest id."""
    statement = _top(is_known=viewer_id is not None)
    return await statement.rows(reader, parameters(viewer_id, size=limit))


def exact_select(*, since: datetime, limit: int, is_known: bool) -> ImageSelect:
    """The same for any start time, as specified: two grouped sub-queries, outer-joined, coalesced, summed."""
    likes, wins = _likes_since(since), _wins_since(since)
    like_count, win_count = func.coalesce(likes.c.number, 0), func.coalesce(wins.c.number, 0)
    total_score = (like_count + win_count).label("total_score")
    return (
        image_select(is_known=is_known)
        .add_columns(like_count.label("like_count_24h"), win_count.label("win_count_24h"), total_score)
        .outerjoin(likes, likes.c.image_post_id == ImagePost.id)
        .outerjoin(wins, wins.c.winner_image_id == ImagePost.id)
        .where(ImagePost.is_active.is_(True))
        .order_by(total_score.desc(), ImagePost.created_at.desc(), ImagePost.id.desc())
        .limit(limit)
    )


async def exact_top(
    session: AsyncSession, *, since: datetime, limit: int, viewer_id: int | None
) -> Sequence[Row]:
    """Active posts by likes plus wins since that time; ties by newest, then highest id."""
    statement = exact_select(since=since, limit=limit, is_known=viewer_id is not None)
    return (await session.execute(statement, parameters(viewer_id))).mappings().all()


def _likes_since(since: datetime) -> Subquery:
    return (
        select(ImageLike.image_post_id, func.count().label("number"))
        .where(ImageLike.created_at >= since)
        .group_by(ImageLike.image_post_id)
        .subquery()
    )


def _wins_since(since: datetime) -> Subquery:
    return (
        select(TournamentVote.winner_image_id, func.count().label("number"))
        .where(TournamentVote.created_at >= since)
        .group_by(TournamentVote.winner_image_id)
        .subquery()
    )


async def watermark(session: AsyncSession) -> datetime | None:
    """The start of the window; None without counts."""
    return (await session.execute(select(RankingWindow.watermark))).scalar_one_or_none()


async def lock_watermark(session: AsyncSession) -> datetime | None:
    """The same, locked until the transaction ends."""
    statement = select(RankingWindow.watermark).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def set_watermark(session: AsyncSession, moment: datetime | None) -> None:
    """Set the start of the window; None: the counts are invalid."""
    statement = insert(RankingWindow).values(id=1, watermark=moment)
    values = {"watermark": statement.excluded.watermark}
    await session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


async def subtract_expired(session: AsyncSession, *, since: datetime, until: datetime) -> None:
    """Subtract events from `since` (inclusive) to `until` (exclusive) from the counts."""
    one, none = literal_column("1", Integer), literal_column("0", Integer)
    likes = select(ImageLike.image_post_id, one.label("likes"), none.label("wins"))
    wins = select(TournamentVote.winner_image_id, none, one)
    events = union_all(
        likes.where(ImageLike.created_at >= since, ImageLike.created_at < until),
        wins.where(TournamentVote.created_at >= since, TournamentVote.created_at < until),
    ).subquery()
    expired = (
        select(
            events.c.image_post_id,
            func.sum(events.c.likes).cast(Integer).label("likes"),
            func.sum(events.c.wins).cast(Integer).label("wins"),
        )
        .group_by(events.c.image_post_id)
        .subquery()
    )
    statement = update(ImagePostCounters).where(ImagePostCounters.image_post_id == expired.c.image_post_id)
    await session.execute(
        statement.values(
            like_count_24h=ImagePostCounters.like_count_24h - expired.c.likes,
            win_count_24h=ImagePostCounters.win_count_24h - expired.c.wins,
        ),
        execution_options=UNSYNCHRONIZED,
    )


async def rebuild_counts(session: AsyncSession, *, since: datetime) -> None:
    """Rebuild every count from the events."""
    likes, wins = _likes_since(since), _wins_since(since)
    counted = (
        select(
            ImagePostCounters.image_post_id.label("id"),
            func.coalesce(likes.c.number, 0).label("likes"),
            func.coalesce(wins.c.number, 0).label("wins"),
        )
        .outerjoin(likes, likes.c.image_post_id == ImagePostCounters.image_post_id)
        .outerjoin(wins, wins.c.winner_image_id == ImagePostCounters.image_post_id)
        .subquery()
    )
    differs = or_(
        ImagePostCounters.like_count_24h != counted.c.likes, ImagePostCounters.win_count_24h != counted.c.wins
    )
    statement = update(ImagePostCounters).where(ImagePostCounters.image_post_id == counted.c.id, differs)
    await session.execute(
        statement.values(like_count_24h=counted.c.likes, win_count_24h=counted.c.wins),
        execution_options=UNSYNCHRONIZED,
    )


async def mismatches(session: AsyncSession) -> int:
    """How many posts have counts that differ from the events since the watermark. Requires one snapshot.

    Two statements, since PostgreSQL needs the start time as a value to plan for the window, not for all
    events.
    """
    since = await watermark(session)
    if since is None:
        return 0
    likes, wins = _likes_since(since), _wins_since(since)
    statement = (
        select(func.count())
        .select_from(ImagePostCounters)
        .outerjoin(likes, likes.c.image_post_id == ImagePostCounters.image_post_id)
        .outerjoin(wins, wins.c.winner_image_id == ImagePostCounters.image_post_id)
        .where(
            or_(
                ImagePostCounters.like_count_24h != func.coalesce(likes.c.number, 0),
                ImagePostCounters.win_count_24h != func.coalesce(wins.c.number, 0),
            )
        )
    )
    return (await session.execute(statement)).scalar_one()


async def record_check(session: AsyncSession, *, now: datetime, found: int) -> None:
    """Record a check, if there are counts, and how many posts were wrong."""
    statement = update(RankingWindow).where(RankingWindow.watermark.is_not(None))
    await session.execute(
        statement.values(checked_at=now, mismatch_count=RankingWindow.mismatch_count + found)
    )


async def state(session: AsyncSession) -> tuple[datetime | None, datetime | None, int]:
    """Watermark, time of the last check, number of wrong posts in all checks."""
    statement = select(RankingWindow.watermark, RankingWindow.checked_at, RankingWindow.mismatch_count)
    row = (await session.execute(statement)).one_or_none()
    return (None, None, 0) if row is None else (row.watermark, row.checked_at, row.mismatch_count)
