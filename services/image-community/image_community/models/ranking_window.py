"""The start of the ranking's window, and the result of its self-check."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class RankingWindow(Base):
    """A single row. `like_count_24h` and `win_count_24h` count exactly the events not older than `watermark`.

    The worker advances the watermark; without one (no row, or null) the counts are invalid and are rebuilt.
    """

    __tablename__ = "ranking_window"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    watermark: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    mismatch_count: Mapped[int] = mapped_column(
        BigInteger, default=0, server_default=text("0"), comment="posts found wrong by all checks so far"
    )

    __table_args__ = (CheckConstraint("id = 1", name="ck_one_window"),)
