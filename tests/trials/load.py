"""Requests at a fixed rate, whatever comes of them, and the outcome of each: what users see of a fault.

The rate does not follow the answers (an open loop): a system that stands still for a second is asked just as
often meanwhile, so no failure hides behind a slow one.
"""

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx

CLIENT_SECONDS = 30.0  # how long a client waits


@dataclass(frozen=True, slots=True)
class Request:
    """`name` groups outcomes in a report; `body` goes as JSON. `accepted` statuses are no failure."""

    name: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: object = None
    accepted: frozenset[int] = frozenset(range(200, 300))


@dataclass(frozen=True, slots=True)
class Outcome:
    """`at` is when it was sent (time.monotonic), `status` 0 when no answer came, `error` why."""

    request: Request
    at: float
    seconds: float
    status: int
    error: str = ""

    @property
    def failed(self) -> bool:
        return self.status not in self.request.accepted

    @property
    def end(self) -> float:
        return self.at + self.seconds


class Load:
    """`async with Load(base_url, per_second, mix) as load`: asks until the end of the block, then waits."""

    def __init__(self, base_url: str, per_second: float, mix: Sequence[Callable[[], Request]]) -> None:
        self.outcomes: list[Outcome] = []
        self._pause = 1 / per_second
        self._mix = mix
        # no kept connections: each request also tries whether one can connect
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._http = httpx.AsyncClient(base_url=base_url, timeout=CLIENT_SECONDS, limits=limits)
        self._asking: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Load":
        self._driver = asyncio.create_task(self._drive())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._driver.cancel()
        await asyncio.gather(self._driver, *self._asking, return_exceptions=True)
        await self._http.aclose()

    async def _drive(self) -> None:
        began = time.monotonic()
        for number, make in enumerate(itertools.cycle(self._mix)):
            await asyncio.sleep(began + number * self._pause - time.monotonic())
            task = asyncio.create_task(self._ask(make()))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _ask(self, request: Request) -> None:
        at = time.monotonic()
        status, error = 0, ""
        try:
            response = await self._http.request(
                request.method, request.path, headers=request.headers, json=request.body
            )
            status = response.status_code
            if status not in request.accepted:
                error = response.text[:200]
        except httpx.HTTPError as failure:
            error = type(failure).__name__
        self.outcomes.append(Outcome(request, at, time.monotonic() - at, status, error))

    def since(self, began: float) -> list[Outcome]:
        """Those that were sent from then on and have an outcome."""
        return [outcome for outcome in self.outcomes if outcome.at >= began]


def outage_seconds(outcomes: Sequence[Outcome]) -> float:
    """From the first failure's sending to the last one's end, or 0."""
    failed = [outcome for outcome in outcomes if outcome.failed]
    if not failed:
        return 0.0
    return max(outcome.end for outcome in failed) - min(outcome.at for outcome in failed)


def slowest_seconds(outcomes: Sequence[Outcome]) -> float:
    return max((outcome.seconds for outcome in outcomes), default=0.0)
