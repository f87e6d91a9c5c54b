"""Votes that are gone and did not count for models."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class ModelVotesLeftOut(Base):
    """How many votes each reason kept out of the kept sums, since their rows cannot be counted any more."""

    __tablename__ = "model_votes_left_out"

    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    votes: Mapped[int] = mapped_column(BigInteger)
