"""The ranking query, as specified: two grouped sub-queries, outer-joined, missing counts as 0, summed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImageLike, ImagePost, TournamentVote
from image_community.posts.repository import image_select


async def top(
    session: AsyncSession, *, since: datetime, limit: int, viewer_id: int | None
) -> Sequence[RowMapping]:
    """Active posts by likes plus wins since then; of equals the newest first, then the highest id."""
    likes = (
        select(ImageLike.image_post_id, func.count().label("like_count"))
        .where(ImageLike.created_at >= since)
        .group_by(ImageLike.image_post_id)
        .subquery()
    )
    wins = (
        select(TournamentVote.winner_image_id, func.count().label("win_count"))
        .where(TournamentVote.created_at >= since)
        .group_by(TournamentVote.winner_image_id)
        .subquery()
    )
    like_count = func.coalesce(likes.c.like_count, 0)
    win_count = func.coalesce(wins.c.win_count, 0)
    total_score = (like_count + win_count).label("total_score")
    statement = (
        image_select(viewer_id)
        .add_columns(like_count.label("like_count_24h"), win_count.label("win_count_24h"), total_score)
        .outerjoin(likes, likes.c.image_post_id == ImagePost.id)
        .outerjoin(wins, wins.c.winner_image_id == ImagePost.id)
        .where(ImagePost.is_active.is_(True))
        .order_by(total_score.desc(), ImagePost.created_at.desc(), ImagePost.id.desc())
        .limit(limit)
    )
    rows: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
    return rows
