"""The base class and the mixin of the tables."""

from datetime import datetime

from sqlalchemy import DateTime, MetaData, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
}


class Base(DeclarativeBase):
    """Constraints get stable names, so that a migration can name them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class TimestampMixin:
    """When the row was inserted: timezone-aware, by the clock of the database unless given."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
