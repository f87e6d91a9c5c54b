"""The counters of posts, of all time and of the ranking's window, in PostgreSQL.

A writer first writes the rows of an event (a like, a vote, a removal), then counts it here. The watermark
does not move between its read and the commit, so each event of the window is counted once: by its writer, or
by the worker that advances the watermark past it. The order of locks: rows of events, the window, counters by
ascending id.
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
from image_community.runtime.prepared import PreparedStatement, Reader

COUNTED = ("likes", "wins", "losses", "recent_likes", "recent_wins")

# Built once, from tables: building them per call, from mapped classes, costs as much CPU as the like itself.
COUNTERS = cast(Table, ImagePostCounters.__table__)
BY = bindparam("by", type_=Integer)
# 0 also without a watermark
IS_IN_WINDOW = case(
    (
        bindparam("at", type_=DateTime(timezone=True)) >= select(RankingWindow.watermark).scalar_subquery(),
        1,
    ),
    else_=0,
)


def _add_to(which: str, **changes: ColumnElement[int]) -> Update:
    """Add to the counters of the post whose id is the parameter `which`."""
    values = {name: COUNTERS.c[name] + change for name, change in changes.items()}
    return update(COUNTERS).where(COUNTERS.c.image_post_id == bindparam(which)).values(values)


def _count_judged(which: str) -> Update:
    won = bindparam(f"{which}_won", type_=Integer)
    return _add_to(which, win_count=won, win_count_24h=won * IS_IN_WINDOW, loss_count=1 - won)


LIKED = PreparedStatement(
    _add_to("post", like_count=BY, like_count_24h=BY * IS_IN_WINDOW).returning(COUNTERS.c.like_count)
)
# One statement, since each costs as much as inserting the vote. The upper row is locked only after the update
# of the lower row, which its condition requires.
LOWER = _count_judged("lower").returning(COUNTERS.c.win_count).cte("lower")
JUDGED = PreparedStatement(
    _count_judged("upper")
    .where(exists(select(LOWER.c.win_count)))
    .returning(
        select(LOWER.c.win_count).scalar_subquery().label("lower"), COUNTERS.c.win_count.label("upper")
    )
)


async def count_like(reader: Reader, *, image_id: int, at: datetime, by: int) -> int:
    """Count a like of that time as written (`by` 1) or removed (-1); returns the likes of all time."""
    await share_ranking_window(reader)
    return int(await LIKED.value(reader, {"post": image_id, "at": at, "by": by}))


async def count_result(reader: Reader, *, winner: int, loser: int, at: datetime) -> int | None:
    """Count a vote of that time; returns the winner's wins, None if one of both has been deleted.

    Lower id first: two opposite votes would deadlock.
    """
    await share_ranking_window(reader)
    lower, upper = sorted((winner, loser))
    won = {"lower_won": int(winner == lower), "upper_won": int(winner == upper)}
    wins = await JUDGED.row(reader, {"lower": lower, "upper": upper, "at": at, **won})
    return None if wins is None else int(wins["lower" if winner == lower else "upper"])


async def share_watermark(session: AsyncSession) -> datetime | None:
    """The start of the window, fixed until the transaction ends; None without one."""
    await share_ranking_window(session)
    return (await session.execute(select(RankingWindow.watermark))).scalar_one_or_none()


async def subtract(session: AsyncSession, changes: Mapping[int, Counts]) -> None:
    """Subtract from many counters at once. The caller has called `share_watermark`."""
    ids = sorted(changes)
    counters = ImagePostCounters.image_post_id
    columns = [literal([getattr(changes[each], name) for each in ids], ARRAY(Integer)) for name in COUNTED]
    each = func.unnest(literal(ids, ARRAY(Integer)), *columns)
    change = each.table_valued(
        *(column(name, Integer) for name in ("id", *COUNTED)), name="each"
    ).render_derived()
    locked = select(counters).where(counters == any_(literal(ids, ARRAY(Integer)))).order_by(counters)
    # By ascending id, as votes do: the planner chooses the order of the update.
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
