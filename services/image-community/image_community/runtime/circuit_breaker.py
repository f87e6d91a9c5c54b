"""A circuit breaker: stops requests to an unresponsive server, and resumes by itself.

closed     requests pass
open       requests are refused: `require_closed` raises at once; a probe runs once per second
half-open  the probe is running; if the server answers, the breaker closes

Requests that wait for an unresponsive server, perhaps in a transaction, would occupy the connections of all
others. The probe has its own connection and belongs to no request. Source: Nygard, Release It!, "Circuit
Breaker".
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from image_community.runtime.ending import end_tasks
from image_community.runtime.problem import Unavailable

log = structlog.get_logger()

PROBE_SECONDS = 1.3  # timeout of a probe: a new connection on a busy machine


@dataclass(frozen=True, slots=True)
class Timings:
    """In seconds. `probe`: its timeout. `rest`: after which a breaker without a probe closes."""

    probe: float = PROBE_SECONDS
    probe_every: float = 1.0
    rest: float = 5.0


TIMINGS = Timings()


class CircuitBreaker:
    """For one event loop. `probe` raises TimeoutError if the server does not answer, one of `refusals` if it
    answers with an error. `is_silence`: the errors inside `guard` that open the breaker.
    """

    def __init__(
        self,
        name: str,
        *,
        probe: Callable[[], Awaitable[object]] | None = None,
        refusals: tuple[type[Exception], ...] = (),
        is_silence: Callable[[Exception], bool] = lambda _: False,
        timings: Timings = TIMINGS,
    ) -> None:
        self._name, self._probe, self._refusals, self._is_silence = name, probe, refusals, is_silence
        self.timings = timings
        self._is_open = False
        self._watcher: asyncio.Task[None] | None = None
        self._answered_at = self._probed_at = float("-inf")  # monotonic
        self.on_open: Callable[[], None] = lambda: None

    @property
    def is_open(self) -> bool:
        """Whether requests are refused."""
        return self._is_open

    def require_closed(self) -> None:
        """Fail early instead of waiting.

        Raises:
            Unavailable: the breaker is open.
        """
        if self._is_open:
            raise Unavailable(f"{self._name} does not answer")

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Around requests to the server: refused while open; no answer opens the breaker.

        Raises:
            Unavailable: the breaker is open.
        """
        self.require_closed()
        try:
            yield
        except Exception as error:
            if self._is_silence(error):
                self.open()
            raise

    def answered(self) -> None:
        """Record an answer of the server, so that a probe that timed out meanwhile does not count."""
        self._answered_at = time.monotonic()

    def suspect(self) -> None:
        """Probe the server, since some request waits long. No answer opens the breaker."""
        if self._watcher is None and time.monotonic() - self._probed_at >= self.timings.probe_every:
            self._watch()

    def open(self) -> None:
        """Open the breaker: the server did not answer."""
        if self._probe is None and not self._is_open:
            asyncio.get_running_loop().call_later(self.timings.rest, partial(self._set, is_open=False))
        self._set(is_open=True)
        if self._probe is not None and self._watcher is None:
            self._watch()

    async def aclose(self) -> None:
        """Stop probing."""
        if self._watcher is not None:
            await end_tasks([self._watcher])

    def _watch(self) -> None:
        self._watcher = asyncio.create_task(self._probe_until_closed())

    async def _probe_until_closed(self) -> None:
        try:
            while await self._is_silent():
                self._set(is_open=True)
                next_at = self._probed_at + self.timings.probe_every
                await asyncio.sleep(max(0.0, next_at - time.monotonic()))
        finally:
            self._watcher = None
        self._set(is_open=False)

    async def _is_silent(self) -> bool:
        """A refusal counts as an answer, but an open breaker stays open for it. A full server (too many
        connections) counts as working: idle connections of our own pools may fill it."""
        assert self._probe is not None
        began = self._probed_at = time.monotonic()
        try:
            async with asyncio.timeout(self.timings.probe):
                await self._probe()
        except TimeoutError:
            return self._answered_at < began
        except self._refusals as error:
            log.info("probe_refused", server=self._name, error=type(error).__name__)
            return self._is_open and not _is_full(error)
        except Exception:
            log.exception("probe_failed", server=self._name)  # nothing awaits this task
            return self._is_open
        return False

    def _set(self, *, is_open: bool) -> None:
        if is_open == self._is_open:
            return
        self._is_open = is_open
        log.warning("circuit_opened" if is_open else "circuit_closed", server=self._name)
        if is_open:
            try:
                self.on_open()
            except Exception:  # the probes must continue, else the breaker stays open
                log.exception("on_open_failed", server=self._name)


def _is_full(error: Exception) -> bool:
    """PostgreSQL's class 53, insufficient resources: too many connections."""
    return str(getattr(error, "sqlstate", None) or "").startswith("53")
