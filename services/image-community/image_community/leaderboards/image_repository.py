"""The ranking of images in PostgreSQL, for requests. Statements are built once, as in image_queries.py."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import bindparam

from image_community.leaderboards.domain.rating import MOST_RANKS
from image_community.models import ImagePost, ImagePostCounters, ImageRating
from image_community.posts.image_queries import at_most, image_select, parameters
from image_community.runtime.prepared import PreparedStatement, Reader, Row

POST, COUNTERS = ImagePost.__table__.c, ImagePostCounters.__table__.c
RATING = ImageRating.__table__.c
IS_RANKED = COUNTERS.is_active, COUNTERS.win_count + COUNTERS.loss_count > 0


@cache
def _rated(*, is_known: bool) -> PreparedStatement:
    statement = (
        image_select(is_known=is_known)
        .add_columns(RATING.rating, RATING.rating_low, RATING.rating_high, RATING.matches)
        .join(ImageRating.__table__, RATING.image_post_id == POST.id)
        # An image whose only votes were deleted keeps its rating until the next fit.
        .where(*IS_RANKED)
        .order_by(RATING.rating_low.desc(), RATING.image_post_id.desc())
    )
    return PreparedStatement(at_most(MOST_RANKS, statement))


async def best_rated(reader: Reader, *, limit: int, viewer_id: int | None) -> Sequence[Row]:
    """Rated images by the lower ends of their intervals, then the newer first: read from an index."""
    statement = _rated(is_known=viewer_id is not None)
    return await statement.rows(reader, parameters(viewer_id, size=limit))


@cache
def _not_yet_rated(*, is_known: bool) -> PreparedStatement:
    return PreparedStatement(
        image_select(is_known=is_known)
        .outerjoin(ImageRating.__table__, RATING.image_post_id == POST.id)
        .where(*IS_RANKED, RATING.image_post_id.is_(None))
        .order_by(COUNTERS.win_count.desc(), COUNTERS.loss_count, COUNTERS.created_at.desc(), POST.id.desc())
        .limit(bindparam("size"))
    )


async def not_yet_rated(reader: Reader, *, limit: int, viewer_id: int | None) -> Sequence[Row]:
    """Images with votes but no rating: the votes are not in the last fit, or the image was locked during it.

    By wins, then fewer losses, then the newer first. Reads all counters: an index over them would have to be
    written at each vote.
    """
    statement = _not_yet_rated(is_known=viewer_id is not None)
    return await statement.rows(reader, parameters(viewer_id, size=limit))
