"""Likes, wins and losses per post, of all time and in the ranking's window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from image_community.models.base import Base, TimestampMixin

if TYPE_CHECKING:
    from image_community.models.image_post import ImagePost


class ImagePostCounters(TimestampMixin, Base):
    """One narrow row per post, inserted with it, updated by SQL arithmetic in the transaction of each event.

    It is separate from image_posts, so that a like does not rewrite the wide row of the post.
    Without open transactions the counts equal the rows of image_likes and tournament_votes; those of 24 hours
    equal the rows that are not older than `ranking_window.watermark`.
    `is_active` and `created_at` are copies from the post, for the index in ranking order: the foreign key
    propagates every change of them.
    """

    __tablename__ = "image_post_counters"

    image_post_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    like_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    win_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    loss_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    like_count_24h: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    win_count_24h: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    score_24h: Mapped[int] = mapped_column(Computed("like_count_24h + win_count_24h", persisted=True))
    is_active: Mapped[bool] = mapped_column(default=True, server_default=true())

    image_post: Mapped[ImagePost] = relationship(back_populates="counters", lazy="raise")

    __table_args__ = (
        ForeignKeyConstraint(
            ["image_post_id", "is_active", "created_at"],
            ["image_posts.id", "image_posts.is_active", "image_posts.created_at"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        # Not for the window's counts: a wrong one is reported by the self-check and must not make a like
        # fail.
        CheckConstraint(
            "like_count >= 0 AND win_count >= 0 AND loss_count >= 0", name="ck_counts_not_negative"
        ),
        # In ranking order: the first ranks are read from its end.
        Index(
            "ix_image_post_counters_ranking",
            "score_24h",
            "created_at",
            "image_post_id",
            postgresql_where=text("is_active"),
        ),
    )
