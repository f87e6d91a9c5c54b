"""Keys rotate under load without one 401, and no client can make image-community fetch keys at will."""

import asyncio
import base64
import json
import secrets
from collections import Counter

import httpx
from tests.people.person import Person, expect
from tests.system import NativeSystem, manage

REQUESTS_A_SECOND = 100
LEAD_SECONDS = 40  # longer than the 30 s in which image-community reads the keys by itself
# Each needs a known caller, so each would answer 401 to a token that is not believed.
ASKED = (("POST", "/api/v1/images/2147483647/like"), ("GET", "/api/auth/profile/"))


async def rotate(lead_seconds: int) -> None:
    await manage("rotate_signing_key", AUTH_MATCH_KEY_LEAD_SECONDS=str(lead_seconds))


def kid(token: str) -> str:
    header = token.split(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"])


async def renew(person: Person) -> None:
    answer = await person.http.post("/api/auth/token/refresh/", json={"refresh": person.refresh})
    expect(answer, 200)
    person.access, person.refresh = answer.json()["access"], answer.json()["refresh"]


async def load(person: Person, statuses: Counter[int], kids: set[str], stop: asyncio.Event) -> None:
    """A steady stream to both services, with a token of the newest key every second."""
    interval = 1 / REQUESTS_A_SECOND
    running: set[asyncio.Task[None]] = set()

    async def ask(method: str, path: str) -> None:
        statuses[(await person.ask(method, path)).status_code] += 1

    loop = asyncio.get_running_loop()
    number, began = 0, loop.time()
    while not stop.is_set():
        if number % REQUESTS_A_SECOND == 0:
            await renew(person)
            kids.add(kid(person.access))
        task = asyncio.create_task(ask(*ASKED[number % len(ASKED)]))
        running.add(task)
        task.add_done_callback(running.discard)
        number += 1
        await asyncio.sleep(max(0.0, began + number * interval - loop.time()))
    await asyncio.gather(*running)


async def test_rotation_under_load_refuses_nobody(alice: Person, is_long: bool) -> None:
    rotations, lead = (3 if is_long else 1), LEAD_SECONDS
    statuses: Counter[int] = Counter()
    kids: set[str] = set()
    stop = asyncio.Event()
    began = asyncio.get_running_loop().time()
    loading = asyncio.create_task(load(alice, statuses, kids, stop))
    for _ in range(rotations):
        await rotate(lead)
        await asyncio.sleep(lead + 4)
    stop.set()
    await loading
    rate = sum(statuses.values()) / (asyncio.get_running_loop().time() - began)
    print(f"{rate:.0f} requests/s over {len(kids)} keys: {dict(statuses)}")  # noqa: T201
    assert rate > REQUESTS_A_SECOND * 0.9 or not is_long
    assert statuses[401] == 0, statuses
    assert not [status for status in statuses if status >= 500], statuses
    assert len(kids) == rotations + 1, "the new key did not sign"


async def test_random_kids_cost_one_fetch(alice: Person, system: NativeSystem, is_long: bool) -> None:
    """Straight to one process, past the gateway."""
    fetches = jwks_fetches(system)
    port = system.settings.ports.image_web[0]
    header, payload, signature = alice.access.split(".")
    headers = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as inside:

        async def ask() -> int:
            forged = json.dumps({**headers, "kid": secrets.token_urlsafe(32)}).encode()
            token = f"{base64.urlsafe_b64encode(forged).rstrip(b'=').decode()}.{payload}.{signature}"
            answer = await inside.post("/api/v1/images/1/like", headers={"Authorization": f"Bearer {token}"})
            return answer.status_code

        for _ in range(100 if is_long else 5):
            assert set(await asyncio.gather(*(ask() for _ in range(100)))) == {401}
    await asyncio.sleep(0.5)
    # one for the unknown kid, and perhaps the one that each of the two processes makes by itself meanwhile
    assert jwks_fetches(system) - fetches <= 1 + 2


def jwks_fetches(system: NativeSystem) -> int:
    return sum(line.get("path") == "/.well-known/jwks.json" for line in system.log_lines("auth-match-web"))
