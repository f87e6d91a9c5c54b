"""The ranking of images in PostgreSQL, for requests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePost, ImagePostCounters, ImageRating
from image_community.posts.image_queries import image_select, parameters


async def best_rated(session: AsyncSession, *, limit: int, viewer_id: int | None) -> Sequence[RowMapping]:
    """Rated images by the lower ends of their intervals, then the newer first: read from an index."""
    statement = (
        image_select(is_known=viewer_id is not None)
        .add_columns(ImageRating.rating, ImageRating.rating_low, ImageRating.rating_high, ImageRating.matches)
        .join(ImageRating, ImageRating.image_post_id == ImagePost.id)
        # An image whose only votes were deleted keeps its rating until the next fit.
        .where(ImagePost.is_active.is_(True), _is_judged())
        .order_by(ImageRating.rating_low.desc(), ImageRating.image_post_id.desc())
        .limit(limit)
    )
    return (await session.execute(statement, parameters(viewer_id))).mappings().all()


async def not_yet_rated(session: AsyncSession, *, limit: int, viewer_id: int | None) -> Sequence[RowMapping]:
    """Images with votes but no rating: the votes are not in the last fit, or the image was locked during it.

    By wins, then fewer losses, then the newer first.
    """
    statement = (
        image_select(is_known=viewer_id is not None)
        .outerjoin(ImageRating, ImageRating.image_post_id == ImagePost.id)
        .where(ImagePost.is_active.is_(True), _is_judged(), ImageRating.image_post_id.is_(None))
        .order_by(
            ImagePostCounters.win_count.desc(),
            ImagePostCounters.loss_count,
            ImagePost.created_at.desc(),
            ImagePost.id.desc(),
        )
        .limit(limit)
    )
    return (await session.execute(statement, parameters(viewer_id))).mappings().all()


async def count_judged(session: AsyncSession) -> int:
    """How many images the ranking has in total."""
    statement = select(func.count()).where(ImagePostCounters.is_active.is_(True), _is_judged())
    return (await session.execute(statement)).scalar_one()


def _is_judged() -> Any:
    return ImagePostCounters.win_count + ImagePostCounters.loss_count > 0
