"""Votes about models whose images are deleted."""

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class RetainedModelVotes(Base):
    """Sums per pair of models, without images or users, written in the transaction that deletes the votes.

    Without them an author could delete a model's defeats by deleting the account. A model's name is a text
    of its author and stays.
    """

    __tablename__ = "model_votes_kept"

    winner_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    loser_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    votes: Mapped[int] = mapped_column(BigInteger)
    left_wins: Mapped[int] = mapped_column(BigInteger, comment="of votes, those whose winner stood left")
    right_wins: Mapped[int] = mapped_column(BigInteger, comment="of votes, those whose winner stood right")

    __table_args__ = (
        CheckConstraint("winner_key <> loser_key", name="ck_two_models"),
        CheckConstraint(
            "left_wins >= 0 AND right_wins >= 0 AND left_wins + right_wins <= votes", name="ck_sides_of_votes"
        ),
    )
