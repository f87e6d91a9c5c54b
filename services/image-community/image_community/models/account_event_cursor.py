"""The worker's position in auth-match's feed of account events."""

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class AccountEventCursor(Base):
    """A single row, updated in the transaction that applies an event: each is applied exactly once."""

    __tablename__ = "account_event_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, comment="the last event applied; 0 before the first")

    __table_args__ = (CheckConstraint("id = 1", name="ck_one_cursor"),)
