"""Which files this database may move and delete, and the result of the last check."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, String, text
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base


class MediaStore(Base):
    """A single row, inserted by a migration. A store whose marker is not `database_id` is not ours (0028)."""

    __tablename__ = "media_store"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    database_id: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    refused_because: Mapped[str | None] = mapped_column(
        String(20), comment="what the last check found; null: the store is ours"
    )
    file_count: Mapped[int | None] = mapped_column(BigInteger, comment="when adopting was last considered")
    named_count: Mapped[int | None] = mapped_column(BigInteger, comment="of file_count, those that rows name")
    checked_at: Mapped[datetime | None]
    waiting_count: Mapped[int] = mapped_column(
        BigInteger, server_default=text("0"), comment="files whose deletion waits for an operator"
    )

    __table_args__ = (CheckConstraint("id = 1", name="ck_one_store"),)
