"""One user's like of one post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from image_community.models.base import Base, TimestampMixin

if TYPE_CHECKING:
    from image_community.models.image_post import ImagePost


class ImageLike(TimestampMixin, Base):
    """A like. The unique constraint, not a SELECT before, ensures one per user and post."""

    __tablename__ = "image_likes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    image_post_id: Mapped[int] = mapped_column(ForeignKey("image_posts.id", ondelete="CASCADE"))

    image_post: Mapped[ImagePost] = relationship(back_populates="likes", lazy="raise")

    __table_args__ = (
        UniqueConstraint("user_id", "image_post_id", name="uq_user_image_like"),
        Index("ix_image_likes_user_id", "user_id"),
        Index("ix_image_likes_image_post_id", "image_post_id"),
        # For events that leave the ranking's window; with the image id, for index-only scans.
        Index("ix_image_likes_created_at", "created_at", "image_post_id"),
    )
