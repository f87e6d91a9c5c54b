"""The counters of posts, of all time and of the ranking's window, in PostgreSQL.

An event (a like, a vote, the removal of one) is first written as rows, then counted here. Between looking at
the watermark and the commit the watermark stays, so each event of the window is counted once: either by its
writer, or by the worker that moves the watermark past it. Locks are taken in the order rows of events, the
window, counters by ascending id.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Integer,
    Table,
    Update,
    any_,
    bindparam,
    case,
    column,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePostCounters, RankingWindow
from image_community.posts.domain.counts import Counts
from image_community.runtime.database import UNSYNCHRONIZED
from image_community.runtime.locks import share_ranking_window

COUNTED = ("likes", "wins", "losses", "recent_likes", "recent_wins")

# Made once, of tables: making them anew, of mapped classes, would cost as much CPU as writing the like.
COUNTERS = cast(Table, ImagePostCounters.__table__)
BY = bindparam("by", type_=Integer)
# 0 also while there is no watermark
IS_IN_WINDOW = case(
    (
        bindparam("at", type_=DateTime(timezone=True)) >= select(RankingWindow.watermark).scalar_subquery(),
        1,
    ),
    else_=0,
)


def _adding(which: str, **changes: ColumnElement[int]) -> Update:
    """To the counters of the post whose id is given by that name."""
    values = {name: COUNTERS.c[name] + change for name, change in changes.items()}
    return update(COUNTERS).where(COUNTERS.c.image_post_id == bindparam(which)).values(values)


def _judging(which: str) -> Update:
    won = bindparam(f"{which}_won", type_=Integer)
    return _adding(which, win_count=won, win_count_24h=won * IS_IN_WINDOW, loss_count=1 - won)


LIKED = _adding("post", like_count=BY, like_count_24h=BY * IS_IN_WINDOW)
# One statement, as each costs as much as inserting the vote does. The upper row is found, and locked, only
# after its condition holds, for which the lower one must have been changed.
LOWER = _judging("lower").returning(COUNTERS.c.image_post_id).cte("lower")
JUDGED = _judging("upper").where(exists(select(LOWER.c.image_post_id)))


async def count_like(session: AsyncSession, *, image_id: int, at: datetime, by: int) -> None:
    """A like of that moment was written (`by` 1) or removed (-1)."""
    await share_ranking_window(session)
    await session.execute(LIKED, {"post": image_id, "at": at, "by": by})


async def count_result(session: AsyncSession, *, winner: int, loser: int, at: datetime) -> None:
    """A vote of that moment was written. The lower id first: two opposite votes would wait for ever."""
    await share_ranking_window(session)
    lower, upper = sorted((winner, loser))
    won = {"lower_won": int(winner == lower), "upper_won": int(winner == upper)}
    await session.execute(JUDGED, {"lower": lower, "upper": upper, "at": at, **won})


async def hold_watermark(session: AsyncSession) -> datetime | None:
    """Where the window begins, until the transaction ends; None while there is none."""
    await share_ranking_window(session)
    return (await session.execute(select(RankingWindow.watermark))).scalar_one_or_none()


async def subtract(session: AsyncSession, changes: Mapping[int, Counts]) -> None:
    """Take away from many counters at once. The caller holds the watermark."""
    ids = sorted(changes)
    counters = ImagePostCounters.image_post_id
    columns = [literal([getattr(changes[each], name) for each in ids], ARRAY(Integer)) for name in COUNTED]
    each = func.unnest(literal(ids, ARRAY(Integer)), *columns)
    change = each.table_valued(
        *(column(name, Integer) for name in ("id", *COUNTED)), name="each"
    ).render_derived()
    locked = select(counters).where(counters == any_(literal(ids, ARRAY(Integer)))).order_by(counters)
    # By ascending id, as votes do: the order in which the update finds them is the planner's choice.
    await session.execute(locked.with_for_update())
    await session.execute(
        update(ImagePostCounters)
        .where(counters == change.c.id)
        .values(
            like_count=ImagePostCounters.like_count - change.c.likes,
            win_count=ImagePostCounters.win_count - change.c.wins,
            loss_count=ImagePostCounters.loss_count - change.c.losses,
            like_count_24h=ImagePostCounters.like_count_24h - change.c.recent_likes,
            win_count_24h=ImagePostCounters.win_count_24h - change.c.recent_wins,
        ),
        execution_options=UNSYNCHRONIZED,
    )
