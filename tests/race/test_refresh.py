"""However many ask at once, and through however many processes, a session has one live successor."""

import asyncio
import base64
import json
from collections import Counter
from typing import Any

import httpx
from tests.people.person import MakePerson, Person, expect

REFRESH = "/api/auth/token/refresh/"
AT_ONCE = 50


async def refresh(person: Person, token: str) -> httpx.Response:
    return await person.http.post(REFRESH, json={"refresh": token})


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


async def test_parallel_refreshes_have_exactly_one_live_successor(alice: Person, is_long: bool) -> None:
    token = alice.refresh
    for _ in range(100 if is_long else 3):
        answers = await asyncio.gather(*(refresh(alice, token) for _ in range(AT_ONCE)))
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses == {200: AT_ONCE}, statuses
        successors = {answer.json()["refresh"] for answer in answers}
        assert len(successors) == 1, f"{len(successors)} successors"
        (token,) = successors


async def test_reuse_of_any_ancestor_ends_the_family_on_both_services(
    make_person: MakePerson, bob: Person, is_long: bool
) -> None:
    for generation in range(3 if is_long else 1):
        person = await make_person("reused")
        family = [person.refresh]
        for _ in range(4):
            answer = await refresh(person, family[-1])
            expect(answer, 200)
            family.append(answer.json()["refresh"])
            person.access = answer.json()["access"]
        expect(await refresh(person, family[generation]), 401)
        expect(await refresh(person, family[-1]), 401)
        expect(await person.ask("GET", "/api/auth/profile/"), 401)
        await refused_within(person, seconds=1.0)
    expect(await bob.ask("GET", "/api/auth/profile/"), 200)


async def refused_within(person: Person, *, seconds: float) -> float:
    """Seconds until image-community refuses the access token; fails after `seconds` on every process."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    refused_in_a_row = 0
    while refused_in_a_row < 6:  # the gateway spreads requests over the processes
        answer = await person.ask("POST", "/api/v1/images/2147483647/like")
        refused_in_a_row = refused_in_a_row + 1 if answer.status_code == 401 else 0
        assert loop.time() - began < seconds + 1, "still accepted"
        if not refused_in_a_row:
            await asyncio.sleep(0.02)
            last_accepted = loop.time()
            assert last_accepted - began < seconds, f"accepted after {last_accepted - began:.2f} s"
    return loop.time() - began
