"""The accounts that may not write here: disabled or deleted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, func
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class AccountStatus(StrEnum):
    """Why an account may not write here."""

    DISABLED = "disabled"
    DELETED = "deleted"


class RestrictedAccount(Base):
    """One row per account that is disabled or deleted; an active account has none.

    It is written under the account's exclusive lock, and every write of a user takes the shared lock. So a
    like, a vote or a post in progress is either removed with the account or refused, never left behind.
    """

    __tablename__ = "account_standings"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column("standing", String(8))
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (CheckConstraint("standing IN ('disabled', 'deleted')", name="ck_standing_known"),)
