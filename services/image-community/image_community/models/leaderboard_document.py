"""The response bodies of the leaderboards."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class LeaderboardDocument(Base):
    """Written by the worker after a fit, read by requests: the JSON document and its charts."""

    __tablename__ = "leaderboard_documents"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    as_of: Mapped[datetime]
    etag: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
