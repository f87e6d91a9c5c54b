"""Connections with bounded waits, and a pool that fails at once while the server does not respond."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg.abc import PQGen
from psycopg_pool import PoolTimeout

from auth_match.runtime import deadline
from auth_match.runtime.postgresql.waiting import (
    POLL_SECONDS,
    BoundedWait,
    R,
    ServerSilent,
    breaker,
    checked_wait,
    require_responsive,
)

UNUSED_SECONDS = 1.0  # after which a connection is asked before its use
CHECK_SECONDS = 1.0  # for the pool's check of a connection; a new connection is cheaper than a longer wait
POOL_SECONDS = 3.0  # for a connection


class BoundedConnection(Connection[Any]):
    """Every wait for the server goes through `wait`. A wait that is given up closes the connection: its late
    response would be taken for that of the next statement."""

    _longest_seconds: float | None = None
    _answered_at = time.monotonic()

    def wait(self, gen: PQGen[R], interval: float = POLL_SECONDS, timeout: float | None = None) -> R:
        try:
            result = super().wait(checked_wait(gen, BoundedWait(self._longest_seconds)), interval, timeout)
        except ServerSilent:
            self.close()
            raise
        self._answered_at = time.monotonic()
        breaker().answered()
        return result

    def execute(self, *args: Any, **options: Any) -> Any:
        """Called only by the pool, to check the connection (`ConnectionPool.check_connection`).

        A round trip only if something may have happened: the server has sent something, such as the end of
        the connection, or it lay unused so long that a firewall may have dropped it in silence.
        """
        if time.monotonic() - self._answered_at < UNUSED_SECONDS and not self._has_input():
            return None
        self._longest_seconds = CHECK_SECONDS
        try:
            return super().execute(*args, **options)
        finally:
            self._longest_seconds = None

    def _has_input(self) -> bool:
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        return bool(poll.poll(0))


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> Any:
        """Django's pool, with our connection class."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if options:
            options["connection_class"] = BoundedConnection
        return super().pool

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Retries after each short timeout of the pool, and checks the breaker in between.

        Raises:
            OperationalError: at once while the breaker is open, else after POOL_SECONDS.
        """
        require_responsive(has_deadline=deadline.seconds_left() is not None)
        wait = BoundedWait(POOL_SECONDS)
        while True:
            try:
                return super().get_new_connection(conn_params)
            except PoolTimeout:
                wait.check()
