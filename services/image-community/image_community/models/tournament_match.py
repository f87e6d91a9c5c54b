"""One issued match: the two images that a voter was shown, left and right."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base, TimestampMixin


class TournamentMatch(TimestampMixin, Base):
    """The open pairs of a voter, so that no pair is issued twice at a time.

    The vote ticket in Redis, not this row, decides whether a vote is still accepted. The worker deletes rows
    older than two days. `ended_at` is set by skip.
    """

    __tablename__ = "tournament_matches"

    match_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    voter_id: Mapped[int]
    left_image_id: Mapped[int] = mapped_column(ForeignKey("image_posts.id", ondelete="CASCADE"))
    right_image_id: Mapped[int] = mapped_column(ForeignKey("image_posts.id", ondelete="CASCADE"))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("left_image_id <> right_image_id", name="ck_two_images"),
        Index("ix_tournament_matches_voter_created", "voter_id", "created_at"),
        Index("ix_tournament_matches_left_image_id", "left_image_id"),
        Index("ix_tournament_matches_right_image_id", "right_image_id"),
        Index("ix_tournament_matches_created_at", "created_at"),
    )
