"""What this service must remember of an account that is not in good standing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, func
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class Standing(StrEnum):
    """Why an account may not write here."""

    DISABLED = "disabled"
    DELETED = "deleted"


class AccountStanding(Base):
    """One row per account that is disabled or deleted; of all others there is none.

    It is written under the account's lock, which every write of a user shares: a like, a vote or a post that
    was on its way when the account went is either swept along or refused, never left behind.
    """

    __tablename__ = "account_standings"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    standing: Mapped[str] = mapped_column(String(8))
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (CheckConstraint("standing IN ('disabled', 'deleted')", name="ck_standing_known"),)
