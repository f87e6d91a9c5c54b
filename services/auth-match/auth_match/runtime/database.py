"""How code on an event loop asks PostgreSQL through Django's ORM."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connection

from auth_match.runtime import deadline
from auth_match.runtime.postgresql.waiting import breaker

P = ParamSpec("P")
R = TypeVar("R")

# As many threads as the pool has connections: more would wait for a connection, fewer would leave some idle.
_threads = ThreadPoolExecutor(max_workers=settings.DATABASE_POOL_SIZE, thread_name_prefix="database")


async def in_database_thread(function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs `function` in a thread of its own, and gives its connection back to the pool after.

    Not `database_sync_to_async`, which runs everything on one thread, nor the bare async ORM, which keeps a
    connection that PostgreSQL has closed.

    Raises:
        OperationalError: PostgreSQL is silent; at once, without a thread, while that is known.
    """

    def run() -> R:
        close_old_connections()
        try:
            with deadline.within(deadline.REQUEST_SECONDS):
                return function(*args, **kwargs)
        finally:
            close_old_connections()

    with connection.wrap_database_errors:
        breaker().require_closed()

    return await sync_to_async(run, thread_sensitive=False, executor=_threads)()
