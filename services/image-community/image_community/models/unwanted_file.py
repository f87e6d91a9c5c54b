"""Files that no post refers to. One is deleted only after an hour in this state."""

from datetime import datetime

from sqlalchemy import Text, text
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class UnwantedFile(Base):
    """Upserted by each sweep that finds the file unwanted; deleted with the file or if a post needs it."""

    __tablename__ = "unwanted_files"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    is_allowed: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="an operator has allowed its deletion, however many there are"
    )
