"""Client-side limits of waits for PostgreSQL.

A stopped server (SIGSTOP), or a machine that hangs, looks alive to TCP: its kernel acknowledges, so neither
the server's timeouts nor keepalives end the wait. After PATIENCE_SECONDS a wait lets the breaker probe the
server; if the probe is not answered either, every wait ends, and its connections with it.

A wait ends by terminating its connections, not by cancelling: asyncpg would send a cancel request to the
unresponsive server and wait for it, and SQLAlchemy would wait for a rollback.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import structlog

from image_community.runtime.circuit_breaker import CircuitBreaker

log = structlog.get_logger()

PATIENCE_SECONDS = 0.7
CHECK_SECONDS = 1.0  # for the ping of a connection before its use; a new one is cheaper than a longer wait
CUT_SECONDS = 0.05  # from terminating the connections to cancelling the rest of the wait

_current: ContextVar["Wait | None"] = ContextVar("wait", default=None)


class Wait:
    """One wait, such as a transaction, and the driver connections that it uses or opens."""

    def __init__(
        self, timeout: asyncio.Timeout, longest_seconds: float | None, *, cut_seconds: float
    ) -> None:
        self._timeout = timeout
        self._cut_seconds = cut_seconds
        self._connections: set[Any] = set()
        now = time.monotonic()
        self._ends_at = float("inf") if longest_seconds is None else now + longest_seconds

    def uses(self, connection: Any) -> None:
        """Register an asyncpg connection."""
        self._connections.add(connection)

    @property
    def seconds_left(self) -> float:
        """The remaining time; infinite without a limit."""
        return self._ends_at - time.monotonic()

    def end(self) -> None:
        """Make the wait fail soon, by an error of the driver or a TimeoutError. A second call, while it
        unwinds, terminates new connections, but cannot move an expired timeout."""
        for connection in self._connections:
            connection.terminate()
        if not self._timeout.expired():
            self._timeout.reschedule(asyncio.get_running_loop().time() + self._cut_seconds)


class Waits:
    """All waits of a process. `longest_seconds` limits each; None: as long as the server answers."""

    def __init__(
        self,
        breaker: CircuitBreaker,
        *,
        longest_seconds: float | None,
        patience_seconds: float = PATIENCE_SECONDS,
        cut_seconds: float = CUT_SECONDS,
    ) -> None:
        self._breaker = breaker
        self._longest_seconds = longest_seconds
        self._patience_seconds, self._cut_seconds = patience_seconds, cut_seconds
        self._waiting: dict[Wait, asyncio.TimerHandle] = {}
        breaker.on_open = self._end_all

    @asynccontextmanager
    async def bounded(
        self, *, longest_seconds: float | None = None, connection: Any = None
    ) -> AsyncIterator[None]:
        """Around queries to PostgreSQL. `connection`: the driver's, if it is already open.

        Raises:
            Unavailable: at once, while the breaker is open.
            TimeoutError, SQLAlchemyError: it took too long, or the server stopped answering.
        """
        self._breaker.require_closed()
        async with asyncio.timeout(None) as timeout:
            longest_seconds = longest_seconds or self._longest_seconds
            wait = Wait(timeout, longest_seconds, cut_seconds=self._cut_seconds)
            if connection is not None:
                wait.uses(connection)
            token = _current.set(wait)
            self._check_later(wait, self._patience_seconds)
            try:
                yield
                self._breaker.answered()
            finally:
                self._waiting.pop(wait).cancel()
                _current.reset(token)

    def _check_later(self, wait: Wait, seconds: float) -> None:
        delay = max(0.0, min(seconds, wait.seconds_left))
        self._waiting[wait] = asyncio.get_running_loop().call_later(delay, self._check, wait)

    def _check(self, wait: Wait) -> None:
        if wait.seconds_left <= 0:
            log.warning("database_wait_ended")
            wait.end()
        else:
            self._breaker.suspect()
            self._check_later(wait, self._breaker.timings.probe_every)

    def _end_all(self) -> None:
        for wait in tuple(self._waiting):
            wait.end()


def uses(connection: Any) -> None:
    """Register this asyncpg connection with the current wait of this task."""
    wait = _current.get()
    if wait is not None:
        wait.uses(connection)


@contextmanager
def checking(connection: Any) -> Iterator[None]:
    """Around the ping of a connection: terminates it without an answer in time."""
    uses(connection)
    timer = asyncio.get_running_loop().call_later(CHECK_SECONDS, connection.terminate)
    try:
        yield
    finally:
        timer.cancel()
