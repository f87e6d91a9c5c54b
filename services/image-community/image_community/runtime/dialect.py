"""SQLAlchemy's dialect for asyncpg, which registers its connections with the current wait (patience.py)."""

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from image_community.runtime import patience

NAME = "postgresql+bounded_asyncpg"


class BoundedDialect(PGDialect_asyncpg):
    """A connection is used after `connect` or, from the pool, after its check (pool_check.py)."""

    supports_statement_cache = True

    def connect(self, *args: Any, **options: Any) -> Any:
        """A new connection."""
        connection = super().connect(*args, **options)
        patience.uses(connection.driver_connection)
        return connection

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Whether it is alive; an unresponsive one is terminated, so that the pool opens another."""
        with patience.checking(dbapi_connection.driver_connection):
            return bool(super().do_ping(dbapi_connection))  # type: ignore[no-untyped-call]

    def do_close(self, dbapi_connection: Any) -> None:
        """Terminate without a message: an unresponsive server would never confirm it."""
        dbapi_connection.driver_connection.terminate()


registry.register("postgresql.bounded_asyncpg", __name__, BoundedDialect.__name__)
