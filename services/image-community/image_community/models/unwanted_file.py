"""Files that no post wants. One is deleted only after it was seen so for an hour."""

from datetime import datetime

from sqlalchemy import Text, text
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class UnwantedFile(Base):
    """Written at each sweep that finds the file unwanted; gone when it is wanted again, or deleted."""

    __tablename__ = "unwanted_files"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    is_allowed: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="an operator has allowed its deletion, however many there are"
    )
