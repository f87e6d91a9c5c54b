"""How long anything waits for PostgreSQL, decided by this process.

A server that is stopped (SIGSTOP), or a machine that hangs, is not dead for TCP: its kernel acknowledges, so
neither the server's own timeouts nor keepalives end the wait. What waits for PATIENCE_SECONDS has the breaker
probe the server; if that is silent, too, every wait ends, and the connections with it.

A wait ends by cutting its connections, not by cancelling: asyncpg would ask the silent server to cancel the
statement and wait for that, and SQLAlchemy would roll back and wait for that.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import structlog

from image_community.runtime.circuit_breaker import PROBE_EVERY_SECONDS, CircuitBreaker

log = structlog.get_logger()

PATIENCE_SECONDS = 0.7
CHECK_SECONDS = 1.0  # for a connection's answer before its use; another one is cheaper than a longer wait
CUT_SECONDS = 0.05  # from cutting the connections to cancelling whatever else the wait is for

_current: ContextVar["Wait | None"] = ContextVar("wait", default=None)


class Wait:
    """One transaction, say. Knows the driver's connections that it uses, or is being given."""

    def __init__(self, timeout: asyncio.Timeout, longest_seconds: float | None) -> None:
        self._timeout = timeout
        self._connections: set[Any] = set()
        now = time.monotonic()
        self._ends_at = float("inf") if longest_seconds is None else now + longest_seconds

    def uses(self, connection: Any) -> None:
        """An asyncpg connection."""
        self._connections.add(connection)

    @property
    def seconds_left(self) -> float:
        """Infinite without a limit."""
        return self._ends_at - time.monotonic()

    def end(self) -> None:
        """Soon whatever it waits for fails, by an error of the driver or a TimeoutError. Again, while it
        unwinds: cuts what it uses by now, but a timeout that has expired cannot be moved."""
        for connection in self._connections:
            connection.terminate()
        if not self._timeout.expired():
            self._timeout.reschedule(asyncio.get_running_loop().time() + CUT_SECONDS)


class Waits:
    """All waits of a process. `longest_seconds` bounds each; None: as long as the server lives."""

    def __init__(self, breaker: CircuitBreaker, *, longest_seconds: float | None) -> None:
        self._breaker = breaker
        self._longest_seconds = longest_seconds
        self._waiting: dict[Wait, asyncio.TimerHandle] = {}
        breaker.on_open = self._end_all

    @asynccontextmanager
    async def bounded(
        self, *, longest_seconds: float | None = None, connection: Any = None
    ) -> AsyncIterator[None]:
        """PostgreSQL is asked in it. `connection`: the driver's, if it was had before.

        Raises:
            Unavailable: at once, while the server is known to be silent.
            TimeoutError, SQLAlchemyError: it took too long, or the server fell silent.
        """
        self._breaker.require_closed()
        async with asyncio.timeout(None) as timeout:
            wait = Wait(timeout, longest_seconds or self._longest_seconds)
            if connection is not None:
                wait.uses(connection)
            token = _current.set(wait)
            self._look_later(wait, PATIENCE_SECONDS)
            try:
                yield
                self._breaker.answered()
            finally:
                self._waiting.pop(wait).cancel()
                _current.reset(token)

    def _look_later(self, wait: Wait, seconds: float) -> None:
        delay = max(0.0, min(seconds, wait.seconds_left))
        self._waiting[wait] = asyncio.get_running_loop().call_later(delay, self._look, wait)

    def _look(self, wait: Wait) -> None:
        if wait.seconds_left <= 0:
            log.warning("database_wait_ended")
            wait.end()
        else:
            self._breaker.suspect()
            self._look_later(wait, PROBE_EVERY_SECONDS)

    def _end_all(self) -> None:
        for wait in tuple(self._waiting):
            wait.end()


def uses(connection: Any) -> None:
    """What is under way in this task waits for this asyncpg connection from now on."""
    wait = _current.get()
    if wait is not None:
        wait.uses(connection)


@contextmanager
def checking(connection: Any) -> Iterator[None]:
    """The connection is asked in it whether it lives, and is cut if it does not say so in time."""
    uses(connection)
    cut = asyncio.get_running_loop().call_later(CHECK_SECONDS, connection.terminate)
    try:
        yield
    finally:
        cut.cancel()
