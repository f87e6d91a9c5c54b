"""The rating of an image by the worker's last fit."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class ImageRating(Base):
    """Bradley–Terry on the scale of Elo, with the ends of the 95 % interval. Only images with votes."""

    __tablename__ = "image_ratings"

    image_post_id: Mapped[int] = mapped_column(
        ForeignKey("image_posts.id", ondelete="CASCADE"), primary_key=True
    )
    rating: Mapped[float]
    rating_low: Mapped[float]
    rating_high: Mapped[float]
    matches: Mapped[int]

    __table_args__ = (Index("ix_image_ratings_place", "rating_low", "image_post_id"),)
