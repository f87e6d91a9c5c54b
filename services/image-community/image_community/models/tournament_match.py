"""One issued match: which two images a voter was shown, and on which side."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base, TimestampMixin


class TournamentMatch(TimestampMixin, Base):
    """Remembers which pairs a voter holds open, so that none is issued twice at a time.

    Whether a vote is still accepted is decided by the ticket in Redis, not by this row; the worker forgets
    rows older than two days. `ended_at` is set by skip.
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
