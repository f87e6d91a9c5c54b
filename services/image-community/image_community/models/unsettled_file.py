"""Files that may lie in the wrong place, because their posts changed."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class UnsettledFile(Base):
    """Written in the transaction that changes the posts, taken away once the file lies where they want it.

    Rows are only added and taken away, never shared: a change that comes while a file is being settled adds
    a row of its own, and the file is looked at once more.
    """

    __tablename__ = "unsettled_files"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    image_url: Mapped[str] = mapped_column(String(500))
