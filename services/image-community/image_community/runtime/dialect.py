"""SQLAlchemy's dialect for asyncpg, whose connections are known to whatever waits for them (patience)."""

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from image_community.runtime import patience

NAME = "postgresql+bounded_asyncpg"


class BoundedDialect(PGDialect_asyncpg):
    """A connection is used after `connect` or, in the pool again, after `do_ping` (pool_pre_ping)."""

    supports_statement_cache = True

    def connect(self, *args: Any, **options: Any) -> Any:
        """A new connection."""
        connection = super().connect(*args, **options)
        patience.uses(connection.driver_connection)
        return connection

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Whether it lives; a silent one is cut, so that another one is made in its place."""
        with patience.checking(dbapi_connection.driver_connection):
            return bool(super().do_ping(dbapi_connection))  # type: ignore[no-untyped-call]

    def do_close(self, dbapi_connection: Any) -> None:
        """Cut, with no word to the server: to take leave of a silent one would take for ever."""
        dbapi_connection.driver_connection.terminate()


registry.register("postgresql.bounded_asyncpg", __name__, BoundedDialect.__name__)
