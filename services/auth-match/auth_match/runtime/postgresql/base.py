"""Connections that do not wait for ever, and a pool that is not asked while the server is silent."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg.abc import PQGen
from psycopg_pool import PoolTimeout

from auth_match.runtime import deadline
from auth_match.runtime.postgresql.waiting import (
    POLL_SECONDS,
    Patience,
    R,
    ServerSilent,
    breaker,
    patiently,
    require_answering,
)

CHECK_SECONDS = 1.0  # for the pool's empty statement; another connection is cheaper than a longer wait
POOL_SECONDS = 3.0  # for a connection


class BoundedConnection(Connection[Any]):
    """Every wait for the server goes through `wait`. One that ends early closes the connection: its answer
    may still come, and would be taken for that of the next statement."""

    _longest_seconds: float | None = None

    def wait(self, gen: PQGen[R], interval: float = POLL_SECONDS, timeout: float | None = None) -> R:
        try:
            result = super().wait(patiently(gen, Patience(self._longest_seconds)), interval, timeout)
        except ServerSilent:
            self.close()
            raise
        breaker().answered()
        return result

    def execute(self, *args: Any, **options: Any) -> Any:
        """Only the pool calls it, to check the connection (`ConnectionPool.check_connection`)."""
        self._longest_seconds = CHECK_SECONDS
        try:
            return super().execute(*args, **options)
        finally:
            self._longest_seconds = None


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> Any:
        """Django's, of connections of ours."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if options:
            options["connection_class"] = BoundedConnection
        return super().pool

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Asks the pool again and again, for its own timeout is short: in between the breaker is looked at.

        Raises:
            OperationalError: at once while the server is silent, else after POOL_SECONDS.
        """
        require_answering(has_deadline=deadline.seconds_left() is not None)
        patience = Patience(POOL_SECONDS)
        while True:
            try:
                return super().get_new_connection(conn_params)
            except PoolTimeout:
                patience.check()
