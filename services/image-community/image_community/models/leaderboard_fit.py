"""The input and the time of the last attempt to fit."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class LeaderboardFit(Base):
    """A single row. The worker fits again when the fingerprint of the votes has changed."""

    __tablename__ = "leaderboard_fit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fingerprint: Mapped[str] = mapped_column(String(200))
    fitted_at: Mapped[datetime]
    seconds: Mapped[float] = mapped_column(comment="how long reading, fitting and writing took")

    __table_args__ = (CheckConstraint("id = 1", name="ck_one_fit"),)
