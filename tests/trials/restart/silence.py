"""PostgreSQL or Redis says nothing for a while: what each request, and each health check, costs then."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.terminal import Bar, at_most, heading, table

from tests.people.person import base_url
from tests.system import NativeSystem
from tests.trials.load import Load, Outcome, Request, outage_seconds, slowest_seconds
from tests.trials.restart.faults import silence

SILENT_SECONDS = 8.0
BREAKER_SECONDS = 4.0  # by then every breaker has opened
RECOVERY_SECONDS = 10.0
HEALTH_PER_SECOND = 12
COLUMNS = ("silent for 8 s", "asked", "failed", "outage", "slowest")


@dataclass(frozen=True)
class Silence:
    """`asked` and `health` are what was sent while the server was silent; `after` what was sent later."""

    name: str
    began: float
    asked: Sequence[Outcome]
    health: Sequence[Outcome]
    after: Sequence[Outcome]

    def _of_health(self, names: tuple[str, ...], *, open_breaker: bool) -> list[Outcome]:
        return [
            outcome
            for outcome in self.health
            if outcome.request.name in names and (outcome.at >= self.began + BREAKER_SECONDS) == open_breaker
        ]

    def show(self) -> None:
        heading(f"{self.name} silent")
        names = sorted({outcome.request.name for outcome in (*self.asked, *self.health)})
        groups = [
            (f"{name}", [o for o in (*self.asked, *self.health) if o.request.name == name]) for name in names
        ]
        rows = [*groups, ("requests sent after it", list(self.after))]
        table(COLUMNS, [[name, *_figures(outcomes)] for name, outcomes in rows])

    def bars(self) -> list[Bar]:
        if self.name != "postgres":
            return [at_most(5, slowest_seconds(self.asked), "a request while Redis is silent", " s")]
        live = ("healthz", "jwks")
        closed = self._of_health(live, open_breaker=False)
        opened = self._of_health(live, open_breaker=True)
        ready = [outcome for outcome in self.health if outcome.request.name == "readyz"]
        return [
            at_most(5, slowest_seconds(self.asked), "a request while PostgreSQL is silent", " s"),
            at_most(2.5, slowest_seconds(closed), "/healthz and JWKS before the breaker opens", " s"),
            at_most(0.1, slowest_seconds(opened), "/healthz and JWKS after it has opened", " s"),
            at_most(3, slowest_seconds(ready), "/readyz while PostgreSQL is silent", " s"),
        ]


def _figures(outcomes: Sequence[Outcome]) -> list[str]:
    failed = sum(outcome.failed for outcome in outcomes)
    seconds = outage_seconds(outcomes), slowest_seconds(outcomes)
    return [str(len(outcomes)), str(failed), *(f"{each:.2f} s" for each in seconds)]


async def silent(system: NativeSystem, load: Load, name: str) -> Silence:
    ports = system.settings.ports
    services = (ports.auth_match_web, ports.image_web[0], ports.realtime[0])
    health = [
        *(Request("healthz", "GET", f"http://127.0.0.1:{port}/healthz") for port in services),
        *(Request("readyz", "GET", f"http://127.0.0.1:{port}/readyz") for port in services[:2]),
        Request("jwks", "GET", "/.well-known/jwks.json"),
    ]
    mix = [lambda request=request: request for request in health]
    async with Load(base_url(), HEALTH_PER_SECOND, mix) as asking:
        began = time.monotonic()
        with silence(system, name):
            await asyncio.sleep(SILENT_SECONDS)
        ended = time.monotonic()
        await asyncio.sleep(RECOVERY_SECONDS)
    await system.ready()
    sent = load.since(began)
    return Silence(
        name,
        began,
        asked=[outcome for outcome in sent if outcome.at < ended],
        health=[outcome for outcome in asking.outcomes if outcome.at < ended],
        after=[outcome for outcome in sent if outcome.at >= ended],
    )
