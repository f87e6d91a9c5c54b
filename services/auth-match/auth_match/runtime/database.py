"""Runs queries of Django's ORM from an event loop."""

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

# As many threads as the pool has connections: more would wait for one, fewer would leave some idle.
_threads = ThreadPoolExecutor(max_workers=settings.DATABASE_POOL_SIZE, thread_name_prefix="database")


async def in_database_thread(function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs `function` in its own thread, then returns the connection to the pool.

    `database_sync_to_async` would run everything on one thread, and the bare async ORM keeps connections that
    PostgreSQL has closed.

    Raises:
        OperationalError: PostgreSQL does not respond; at once, without a thread, while the breaker is open.
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
