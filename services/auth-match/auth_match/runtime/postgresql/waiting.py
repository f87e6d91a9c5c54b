"""How long anything waits for PostgreSQL, decided by this process.

A server that is stopped (SIGSTOP), or a machine that hangs, is not dead for TCP: its kernel acknowledges, so
neither the server's own timeouts nor keepalives end the wait. A deadline alone would have to be short, for
`/healthz` waits for one of the threads that are stuck, and would cut off honest slow statements. So what
waits for PATIENCE_SECONDS has the breaker probe the server: if that is silent, too, every wait ends.
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

PATIENCE_SECONDS = 0.7
POLL_SECONDS = 0.1
# In a row, without a deadline, as in a management command: one slow probe must not undo a long migration,
# whose one statement is all that could have been answered meanwhile. One that is silent takes PROBE_SECONDS.
SILENT_PROBES = 5
# PostgreSQL is full (class 53), so at work: what fills it may be idle connections of our own pools. libpq
# gives no SQLSTATE while connecting; in another language than English a full server counts as refusing.
_FULL = ("too many clients", "too many connections", "connection slots are reserved")


class ServerSilent(psycopg.OperationalError):
    """PostgreSQL did not answer in time."""


@lru_cache(maxsize=1)
def breaker() -> CircuitBreaker:
    """The one of this process."""
    return CircuitBreaker("postgresql", probe=_probe, refusals=(psycopg.Error,), error=ServerSilent)


def _probe() -> None:
    """A connection that is let in proves that the server works: it has forked, read the catalogue and
    answered; so does one that finds it full. psycopg's own `connect` cannot wait for less than two seconds.

    Raises:
        TimeoutError: no answer.
        psycopg.Error: a refusal.
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


def require_answering(*, has_deadline: bool) -> None:
    """Returns while it makes sense to ask PostgreSQL. Without a deadline SILENT_PROBES say that it does not.

    Raises:
        ServerSilent: the server is silent.
    """
    if has_deadline or breaker().silent_probes >= SILENT_PROBES:
        breaker().require_closed()


class Patience:
    """One wait. Ask `check` every POLL_SECONDS."""

    def __init__(self, longest_seconds: float | None = None) -> None:
        self._began = time.monotonic()
        bounds = [each for each in (longest_seconds, deadline.seconds_left()) if each is not None]
        self._longest = min(bounds, default=float("inf"))

    def check(self) -> None:
        """Returns while waiting makes sense.

        Raises:
            ServerSilent: the deadline is over, or the server is silent.
        """
        waited = time.monotonic() - self._began
        if waited >= self._longest:
            raise ServerSilent(f"PostgreSQL did not answer within {waited:.1f} s")
        require_answering(has_deadline=self._longest != float("inf"))
        if waited >= PATIENCE_SECONDS:
            breaker().suspect()


def patiently(steps: PQGen[R], patience: Patience) -> Generator[Any, Any, R]:
    """psycopg's generator, checked whenever nothing came for an interval: it is sent a 0 then."""
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready:
                patience.check()
            wanted = steps.send(ready)
    except StopIteration as end:
        result: R = end.value
        return result
