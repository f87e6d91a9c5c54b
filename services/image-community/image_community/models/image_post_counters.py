"""How often a post was liked, won and lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from image_community.models.base import Base

if TYPE_CHECKING:
    from image_community.models.image_post import ImagePost


class ImagePostCounters(Base):
    """One narrow row per post, made with it, changed by SQL arithmetic in the transaction of each event.

    Apart from image_posts so that a popular image does not rewrite its wide row at every like.
    At rest the counts equal the rows of image_likes and tournament_votes.
    """

    __tablename__ = "image_post_counters"

    image_post_id: Mapped[int] = mapped_column(
        ForeignKey("image_posts.id", ondelete="CASCADE"), primary_key=True
    )
    like_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    win_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    loss_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    image_post: Mapped[ImagePost] = relationship(back_populates="counters", lazy="raise")

    __table_args__ = (
        CheckConstraint(
            "like_count >= 0 AND win_count >= 0 AND loss_count >= 0", name="ck_counts_not_negative"
        ),
    )
