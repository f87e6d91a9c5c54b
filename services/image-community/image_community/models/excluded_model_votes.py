"""Deleted votes that did not count for models."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class ExcludedModelVotes(Base):
    """One count per exclusion reason, since the rows of these votes no longer exist."""

    __tablename__ = "model_votes_left_out"

    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    votes: Mapped[int] = mapped_column(BigInteger)
