"""Passwords are sprayed over many names from many addresses, and owners log in meanwhile.

    make trial-login          (about 3 minutes)

The attacker stands for many: this machine is a trusted proxy, so X-Forwarded-For says from where a request
comes. A try is an answer that a password was looked at for (401); the rest is refused (429). First the free
tries of each account are used up, then the spray is watched. Prints each bar with the figure seen; exits 1
when one is missed.
"""

# ruff: noqa: T201 - it speaks by printing; nothing secret is drawn
import asyncio
import itertools
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import httpx
from bench.terminal import Bar, at_most, heading, middle, p99, say, table, verdict

from tests.people.person import PASSWORD, base_url
from tests.system import NativeSystem

NAMES, OWNERS, ADDRESSES = 1_000, 20, 300
AT_ONCE = 16
WATCHED_SECONDS = 30.0
SHARED_SECONDS = 10.0
MEDIAN_NAMES = 40
RUN = uuid4().hex[:8]


class Client:
    """Logs in from any address."""

    def __init__(self) -> None:
        self._http = httpx.AsyncClient(base_url=base_url(), timeout=60, limits=httpx.Limits())

    async def log_in(self, username: str, password: str, address: str) -> tuple[int, float]:
        """(status, seconds)."""
        return await self._post(
            "/api/auth/login/", {"username": username, "password": password}, address, {200, 401, 429}
        )

    async def sign_up(self, username: str, address: str) -> None:
        body = {"username": username, "password": PASSWORD, "age": 30, "gender": "female"}
        await self._post("/api/auth/signup/", body, address, {201})

    async def _post(
        self, path: str, body: dict[str, object] | dict[str, str], address: str, expected: set[int]
    ) -> tuple[int, float]:
        began = time.monotonic()
        answer = await self._http.post(path, json=body, headers={"X-Forwarded-For": address})
        assert answer.status_code in expected, answer.text
        return answer.status_code, time.monotonic() - began

    async def aclose(self) -> None:
        await self._http.aclose()


def home_of(number: int) -> str:
    return f"192.0.2.{number + 1}"


class Spray:
    """So many clients at once, each trying one name after the other, from one address after the other."""

    def __init__(self, client: Client, names: list[str]) -> None:
        self._client = client
        self._names = itertools.cycle(names)
        self._addresses = itertools.cycle(f"198.51.{n // 250}.{n % 250 + 1}" for n in range(ADDRESSES))
        self.tries: Counter[str] = Counter()  # answered 401
        self.asked = 0

    async def until(self, deadline: float) -> None:
        await asyncio.gather(*(self._spray(deadline) for _ in range(AT_ONCE)))

    async def use_up_free_tries(self, rounds: int) -> None:
        pairs = iter([(next(self._names), next(self._addresses)) for _ in range(rounds * NAMES)])

        async def take(pairs: Iterator[tuple[str, str]]) -> None:
            for name, address in pairs:
                await self._client.log_in(name, "wrong password", address)

        await asyncio.gather(*(take(pairs) for _ in range(AT_ONCE)))

    async def _spray(self, deadline: float) -> None:
        while time.monotonic() < deadline:
            name = next(self._names)
            status, _ = await self._client.log_in(name, "wrong password", next(self._addresses))
            self.asked += 1
            self.tries[name] += status == 401


async def owners_log_in(client: Client, owners: list[str], deadline: float) -> list[tuple[int, float]]:
    """Each from home, once and again, with a pause."""
    seen: list[tuple[int, float]] = []
    for number in itertools.cycle(range(len(owners))):
        if time.monotonic() >= deadline:
            return seen
        seen.append(await client.log_in(owners[number], PASSWORD, home_of(number)))
        await asyncio.sleep(0.3)
    return seen


async def medians(client: Client, system: NativeSystem) -> dict[str, float]:
    """Seconds of a refused login, interleaved, so that all see the same machine."""
    names = {
        kind: [f"{kind}{number}-{RUN}" for number in range(MEDIAN_NAMES)]
        for kind in ("known", "disabled", "unknown")
    }
    for name in names["known"] + names["disabled"]:
        await client.sign_up(name, "203.0.113.1")
    for name in names["disabled"]:
        await system.rows("UPDATE accounts_user SET is_active = false WHERE username = %s RETURNING id", name)
    seconds: dict[str, list[float]] = {kind: [] for kind in names}
    for number in range(2 * MEDIAN_NAMES):
        for kind in random.sample(sorted(names), len(names)):
            name = names[kind][number % MEDIAN_NAMES]
            status, took = await client.log_in(name, "wrong password", "203.0.113.2")
            assert status == 401
            seconds[kind].append(took)
    return {kind: middle(each) for kind, each in seconds.items()}


async def run() -> list[Bar]:
    system = NativeSystem.from_environment()
    await system.ready()
    free = int(os.environ["AUTH_MATCH_LIMIT_LOGIN_PER_USER_ELSEWHERE"].split("/")[0])
    client = Client()
    owners = [f"owner{number}-{RUN}" for number in range(OWNERS)]
    for number, owner in enumerate(owners):
        await client.sign_up(owner, home_of(number))
    names = [*owners, *(f"name{number}-{RUN}" for number in range(NAMES - OWNERS))]
    heading("Refused logins, quiet")
    quiet = await medians(client, system)
    table(["account", "median"], [[kind, f"{1e3 * each:.1f} ms"] for kind, each in quiet.items()])
    spray = Spray(client, names)
    heading(f"The spray: {NAMES:,} names ({OWNERS} exist), {ADDRESSES} addresses, {AT_ONCE} at once")
    began = time.monotonic()
    await spray.use_up_free_tries(free + 1)
    say(f"{free + 1} tries of each account used up in {time.monotonic() - began:.0f} s")
    broad = await watched(client, spray, owners, f"{NAMES:,} names")
    narrow = await watched(client, Spray(client, owners), owners, f"the {OWNERS} that exist")
    await client.aclose()
    return [
        *broad,
        *narrow,
        at_most(10, 100 * (max(quiet.values()) / min(quiet.values()) - 1), "login medians differ", " %"),
    ]


async def watched(client: Client, spray: Spray, owners: list[str], of_what: str) -> list[Bar]:
    began = time.monotonic()
    deadline = began + WATCHED_SECONDS
    _, seen = await asyncio.gather(spray.until(deadline), owners_log_in(client, owners, deadline))
    seconds = time.monotonic() - began
    # the last wait may have begun just before the watch did: one more than the tens of seconds
    allowed, most = 1 + seconds // SHARED_SECONDS, max(spray.tries.values())
    say(
        f"{of_what}: {spray.asked:,} requests in {seconds:.0f} s, {spray.tries.total():,} passwords looked at"
    )
    took = [each for _, each in seen]
    say(f"owners meanwhile: {len(seen)} logins, {1e3 * middle(took):.0f} / {1e3 * p99(took):.0f} ms")
    refused = sum(status != 200 for status, _ in seen)
    return [
        at_most(allowed, most, f"{of_what}: tries of one account"),
        at_most(0, refused, f"{of_what}: owners' logins from home that were refused"),
    ]


def main() -> int:
    print("Passwords are sprayed; owners log in.")
    return verdict(asyncio.run(run()))


if __name__ == "__main__":
    sys.exit(main())
