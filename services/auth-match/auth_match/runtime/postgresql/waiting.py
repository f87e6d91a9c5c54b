"""Bounds every wait for PostgreSQL in this process.

A stopped server (SIGSTOP) or a machine that hangs looks alive to TCP: its kernel acknowledges, so neither the
server's own timeouts nor keepalives end the wait. A deadline alone would have to be short, because `/healthz`
waits for one of the stuck threads, and would then cancel slow statements of a healthy server. So a wait
longer than SUSPECT_SECONDS makes the breaker probe the server: if the probe times out, too, every wait ends.
"""

import time
from collections.abc import Generator
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
import structlog
from django.db import connections
from psycopg import generators, waiting
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo

from auth_match.runtime import deadline
from auth_match.runtime.circuit_breaker import PROBE_SECONDS, CircuitBreaker

log = structlog.get_logger(__name__)

R = TypeVar("R")

SUSPECT_SECONDS = 0.7
POLL_SECONDS = 0.1
# Consecutive, for waits without a deadline, as in a management command: one slow probe must not abort a long
# migration, whose single statement gives no sign of life meanwhile. A silent probe takes PROBE_SECONDS.
SILENT_PROBES = 5
# PostgreSQL has no free connection (class 53), so it works: idle connections of our own pools may fill it.
# libpq gives no SQLSTATE while connecting; with non-English messages a full server counts as refusing.
_FULL = ("too many clients", "too many connections", "connection slots are reserved")


class ServerSilent(psycopg.OperationalError):
    """PostgreSQL did not answer in time."""


@lru_cache(maxsize=1)
def breaker() -> CircuitBreaker:
    """The circuit breaker of this process."""
    return CircuitBreaker("postgresql", probe=_probe, refusals=(psycopg.Error,), error=ServerSilent)


def _probe() -> None:
    """A successful connection proves that the server works: it has forked, read the catalogue and responded;
    so does a refusal because it is full. psycopg's own `connect` cannot wait for less than two seconds.

    Raises:
        TimeoutError: no response.
        psycopg.Error: the server refuses.
    """
    parameters = connections["default"].get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    conninfo = make_conninfo(**{name: str(parameters[name]) for name in names if parameters.get(name)})
    until = time.monotonic() + PROBE_SECONDS
    try:
        waiting.wait_conn(generators.connect(conninfo), interval=POLL_SECONDS, timeout=PROBE_SECONDS).finish()
    except psycopg.Error as error:
        if time.monotonic() >= until:
            raise TimeoutError from error
        if not any(words in str(error) for words in _FULL):
            raise
        log.info("probe_refused", server="postgresql", error="full")


def require_responsive(*, has_deadline: bool) -> None:
    """Without a deadline the server counts as silent only after SILENT_PROBES.

    Raises:
        ServerSilent: PostgreSQL does not respond.
    """
    if has_deadline or breaker().silent_probes >= SILENT_PROBES:
        breaker().require_closed()


class BoundedWait:
    """One wait. Call `check` every POLL_SECONDS."""

    def __init__(self, longest_seconds: float | None = None) -> None:
        self._began = time.monotonic()
        bounds = [each for each in (longest_seconds, deadline.seconds_left()) if each is not None]
        self._longest = min(bounds, default=float("inf"))

    def check(self) -> None:
        """Returns while the wait may continue.

        Raises:
            ServerSilent: the deadline has passed, or the server does not respond.
        """
        waited = time.monotonic() - self._began
        if waited >= self._longest:
            raise ServerSilent(f"PostgreSQL did not answer within {waited:.1f} s")
        require_responsive(has_deadline=self._longest != float("inf"))
        if waited >= SUSPECT_SECONDS:
            breaker().suspect()


def checked_wait(steps: PQGen[R], wait: BoundedWait) -> Generator[Any, Any, R]:
    """psycopg's generator, with a check after each interval without data: psycopg then sends 0."""
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready:
                wait.check()
            wanted = steps.send(ready)
    except StopIteration as end:
        result: R = end.value
        return result
