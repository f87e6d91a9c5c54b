"""Files that may be in the wrong location, because their posts changed."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class PendingFileMove(Base):
    """Inserted in the transaction that changes the posts, deleted when the file is in its required location.

    Rows are never updated: a change during a move inserts another row, and the file is checked again.
    """

    __tablename__ = "unsettled_files"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    image_url: Mapped[str] = mapped_column(String(500))
