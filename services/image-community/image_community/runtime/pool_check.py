"""Whether a pooled connection still works, without a round trip each time.

The event loop sees a connection that the server closed. Only one that lay unused may have been dropped in
silence (a firewall, a machine that vanished), so only that one is asked.
"""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine

from image_community.runtime import patience

UNUSED_SECONDS = 1.0  # after which a connection is asked before its use


def check_connections(engine: AsyncEngine) -> None:
    """Check each connection of the pool when it is taken from it; a dead one, and all older, are replaced."""
    sync_engine = engine.sync_engine

    def note_end_of_use(_connection: Any, record: Any) -> None:
        record.info["unused_since"] = time.monotonic()

    def check(connection: Any, record: Any, _proxy: Any) -> None:
        driver = connection.driver_connection
        patience.uses(driver)
        unused_since = record.info.get("unused_since")
        if unused_since is None:  # new
            return
        if driver.is_closed():
            raise InvalidatePoolError
        if time.monotonic() - unused_since >= UNUSED_SECONDS:
            _ask(connection)

    def _ask(connection: Any) -> None:
        dialect = sync_engine.dialect
        assert dialect.dbapi is not None
        try:
            dialect.do_ping(connection)
        except dialect.dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(sync_engine, "checkin", note_end_of_use)
    event.listen(sync_engine, "checkout", check)
