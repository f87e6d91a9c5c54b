"""One vote: this image won against that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from image_community.models.base import Base, TimestampMixin

if TYPE_CHECKING:
    from image_community.models.image_post import ImagePost


class TournamentVote(TimestampMixin, Base):
    """A vote. `winner_was_left` is the side of the winner, for measuring position bias.

    The model keys are copies of `image_posts.model_key` at the time of the vote. Otherwise an author could
    rename the model of an image that lost.
    """

    __tablename__ = "tournament_votes"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[str] = mapped_column(String(36), comment="UUID of the match that was judged")
    voter_id: Mapped[int]
    winner_image_id: Mapped[int] = mapped_column(ForeignKey("image_posts.id", ondelete="CASCADE"))
    loser_image_id: Mapped[int] = mapped_column(ForeignKey("image_posts.id", ondelete="CASCADE"))
    winner_was_left: Mapped[bool | None]
    winner_model_key: Mapped[str | None] = mapped_column(String(100))
    loser_model_key: Mapped[str | None] = mapped_column(String(100))

    winner_image: Mapped[ImagePost] = relationship(
        back_populates="won_tournaments", foreign_keys=[winner_image_id], lazy="raise"
    )
    loser_image: Mapped[ImagePost] = relationship(
        back_populates="lost_tournaments", foreign_keys=[loser_image_id], lazy="raise"
    )

    __table_args__ = (
        CheckConstraint("winner_image_id <> loser_image_id", name="ck_different_images"),
        Index("ix_tournament_votes_match_id", "match_id"),
        Index("ix_tournament_votes_voter_id", "voter_id"),
        Index("ix_tournament_votes_winner_image_id", "winner_image_id"),
        Index("ix_tournament_votes_loser_image_id", "loser_image_id"),
        # Whether a voter judged a pair: queried at every issued match and every vote.
        Index("ix_tournament_votes_voter_pair", "voter_id", "winner_image_id", "loser_image_id"),
        # For events that leave the ranking's window; with the winner's id, for index-only scans.
        Index("ix_tournament_votes_created_at", "created_at", "winner_image_id"),
        # Unique, so that of two concurrent votes one fails; a SELECT before the INSERT would be a race.
        Index("ix_tournament_votes_voter_match", "voter_id", "match_id", unique=True),
    )
