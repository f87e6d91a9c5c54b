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
THE_POST = COUNTERS.c.image_post_id == bindparam("image_id")
BY = bindparam("by", type_=Integer)
# 0 also while there is no watermark
IS_IN_WINDOW = case(
    (
        bindparam("at", type_=DateTime(timezone=True)) >= select(RankingWindow.watermark).scalar_subquery(),
        1,
    ),
    else_=0,
)


def _adding(**changes: ColumnElement[int] | int) -> Update:
    values = {name: COUNTERS.c[name] + change for name, change in changes.items()}
    return update(COUNTERS).where(THE_POST).values(values)


LIKED = _adding(like_count=BY, like_count_24h=BY * IS_IN_WINDOW)
WON = _adding(win_count=1, win_count_24h=IS_IN_WINDOW)
LOST = _adding(loss_count=1)


async def count_like(session: AsyncSession, *, image_id: int, at: datetime, by: int) -> None:
    """A like of that moment was written (`by` 1) or removed (-1)."""
    await share_ranking_window(session)
    await session.execute(LIKED, {"image_id": image_id, "at": at, "by": by})


async def count_result(session: AsyncSession, *, winner: int, loser: int, at: datetime) -> None:
    """A vote of that moment was written. The lower id first: two opposite votes would wait for ever."""
    await share_ranking_window(session)
    moment: dict[str, datetime] = {"at": at}
    for image_id, statement, values in sorted(
        ((winner, WON, moment), (loser, LOST, {})), key=lambda each: each[0]
    ):
        await session.execute(statement, {"image_id": image_id, **values})


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
