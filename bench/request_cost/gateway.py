"""What the gateway adds: its CPU beside a bare nginx in front of the same process, and what the keys cost."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from tests.system import NativeSystem

from bench.kernel import cpu_seconds
from bench.request_cost import floors, load
from bench.request_cost.cases import API, World
from bench.request_cost.floors import Server
from bench.request_cost.load import Request
from bench.terminal import Bar, at_most, middle, table

PROXY_LIMIT = 1.3  # times a bare nginx
KEYS_LIMIT = 0.1  # ms of gateway and auth-match together
JWKS = "/.well-known/jwks.json"


async def measure(system: NativeSystem, world: World, *, rounds: int, seconds: float) -> list[Bar]:
    """The table and the bars."""
    ours = Server(system.settings.ports.gateway, system.pid("gateway"))
    paths = [f"{API}/images/{number}" for number in range(1, 1000)]
    requests = (Request("GET", path, world.people[0].bearer) for path in cycle(paths))
    keys = cycle([Request("GET", JWKS)])
    proxied: list[float] = []
    bare: list[float] = []
    of_keys: list[float] = []
    with _bare_nginx(system) as floor:
        for _ in range(rounds + 1):
            proxied.append(await _cost(ours, requests, [ours.pid], seconds))
            bare.append(await _cost(floor, requests, [floor.pid], seconds))
            of_keys.append(await _cost(ours, keys, [ours.pid, system.pid("auth-match-web")], seconds))
    costs = [middle(each[1:]) for each in (proxied, bare, of_keys)]
    rows = zip(("GET image, our gateway", "  a bare nginx", "keys, with auth-match"), costs, strict=True)
    table(["ms of CPU a request", "gateway"], [[name, f"{cost:.3f}"] for name, cost in rows])
    return [
        at_most(PROXY_LIMIT, costs[0] / costs[1], "the gateway's CPU : a bare nginx", " ×"),
        at_most(KEYS_LIMIT, costs[2], "JWKS at the gateway", " ms"),
    ]


@contextmanager
def _bare_nginx(system: NativeSystem) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="maru-bench-") as folder:
        upstream = system.settings.ports.image_web[0]
        with floors.nginx(system.settings, Path(folder), upstream) as floor:
            yield floor


async def _cost(server: Server, requests: load.Requests, pids: list[int], seconds: float) -> float:
    before = cpu_seconds(pids)
    seen = await load.run(server.port, requests, until=time.monotonic() + seconds)
    return 1e3 * (cpu_seconds(pids) - before) / len(seen)
