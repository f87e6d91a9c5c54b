"""A process stops calling a server that does not respond, and resumes by itself.

closed     every call passes
open       no call passes: `require_closed` raises at once; a probe runs once per second
half-open  the probe is under way; if the server answers it, the breaker closes

The probe uses its own connection, outside of any pool, and its own thread. At most one runs per breaker.
Threads do not survive a fork: our processes open no breaker before they fork.
Source: Nygard, Release It!, "Circuit Breaker".
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread

import structlog

log = structlog.get_logger(__name__)

PROBE_SECONDS = 1.3  # how long a probe may take: a new connection on a busy machine
PROBE_EVERY_SECONDS = 1.0

Probe = Callable[[], None]


class CircuitBreaker:
    """Thread-safe. `probe` returns when the server works, raises TimeoutError when it does not respond, and
    one of `refusals` when it responds but does not serve. `error` creates the exception of refused calls.
    `probe_every`: seconds from one probe to the next."""

    def __init__(
        self,
        name: str,
        *,
        probe: Probe,
        refusals: tuple[type[Exception], ...],
        error: Callable[[str], Exception],
        probe_every: float = PROBE_EVERY_SECONDS,
    ) -> None:
        self._name, self._probe, self._refusals, self._error = name, probe, refusals, error
        self._probe_every = probe_every
        self._lock = Lock()
        self._is_open = False
        self._watcher: Thread | None = None
        self._silent_probes = 0
        self._answered_at = self._probed_at = -probe_every  # monotonic

    @property
    def is_open(self) -> bool:
        return self._is_open

    @property
    def silent_probes(self) -> int:
        """How many consecutive probes timed out, including the last one."""
        return self._silent_probes

    def require_closed(self) -> None:
        """Raises the exception of `error` while the breaker is open."""
        if self._is_open:
            raise self._error(f"{self._name} does not answer")

    @contextmanager
    def guard(self, *timeouts: type[Exception]) -> Iterator[None]:
        """Wraps a call to the server: refused while open; one of the `timeouts` opens the breaker."""
        self.require_closed()
        with self.opened_by(*timeouts):
            yield

    @contextmanager
    def opened_by(self, *timeouts: type[Exception]) -> Iterator[None]:
        """The second half of `guard`, for a call that has started and must complete."""
        try:
            yield
        except timeouts:
            self.open()
            raise

    def answered(self) -> None:
        """The server has just responded, so a probe that timed out meanwhile proves nothing."""
        self._answered_at = time.monotonic()

    def suspect(self) -> None:
        """A call takes long: start a probe. Returns at once; if the probe times out, the breaker opens."""
        with self._lock:
            if self._watcher is None and time.monotonic() - self._probed_at >= self._probe_every:
                self._watch()

    def open(self) -> None:
        """The server did not respond. Without a thread for the probe the breaker stays closed, since nothing
        would close it again."""
        with self._lock:
            self._set(is_open=True)
            if self._watcher is None and not self._watch():
                self._set(is_open=False)

    def _watch(self) -> bool:
        """Whether the probing thread started: the machine may have no thread left (its limit of pids)."""
        watcher = Thread(target=self._probe_until_closed, name=f"probe-{self._name}", daemon=True)
        try:
            watcher.start()
        except RuntimeError as error:
            log.error("probe_not_started", server=self._name, error=str(error))
            return False
        self._watcher = watcher
        return True

    def _probe_until_closed(self) -> None:
        while True:
            began = time.monotonic()
            is_open = self._is_silent(began)
            with self._lock:
                self._probed_at = time.monotonic()
                self._set(is_open=is_open)
                if not is_open:
                    self._watcher = None
                    return
            time.sleep(max(0.0, began + self._probe_every - time.monotonic()))

    def _is_silent(self, began: float) -> bool:
        """A server that refuses does respond, but an open breaker stays open until the server works."""
        try:
            self._probe()
        except TimeoutError:
            is_silent = self._answered_at < began
            self._silent_probes = self._silent_probes + 1 if is_silent else 0
            return is_silent
        except self._refusals as error:
            log.info("probe_refused", server=self._name, error=type(error).__name__)
            is_open = self._is_open
        except Exception:  # an edge: if the thread died, the breaker would never change again
            log.exception("probe_failed", server=self._name)
            is_open = self._is_open
        else:
            is_open = False
        self._silent_probes = 0
        return is_open

    def _set(self, *, is_open: bool) -> None:
        if is_open != self._is_open:
            self._is_open = is_open
            log.warning("circuit_opened" if is_open else "circuit_closed", server=self._name)
