"""Accounts are deleted while the processes that do it are killed: nothing is lost, nothing done twice."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import httpx
from tests.people.person import PASSWORD, Person, expect
from tests.people.pictures import picture
from tests.system import NativeSystem

VICTIMS = ("image-community-worker", "auth-match-web")


async def account_with_traces(number: int, shared: list[dict[str, Any]]) -> tuple[Person, dict[str, Any]]:
    """A person with a post of their own and a like on each shared one."""
    person = await Person.sign_up(f"leaver{number}")
    post = await person.post_image(picture(".png", width=64, height=64), f"post {number}", opt_in=False)
    for image in shared:
        await person.post(f"/api/v1/images/{image['id']}/like", status=201)
    return person, post


async def delete(person: Person) -> None:
    """Asks again until it is done: a lost answer is no refusal."""
    for _ in range(200):
        try:
            answer = await person.ask("DELETE", "/api/auth/profile/", json={"password": PASSWORD})
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code in (204, 401):  # 401: it was done, the answer was lost
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the account could not be deleted")


async def kill(system: NativeSystem, victim: str) -> None:
    """At a random moment; returns when the supervisor has started it again."""
    await asyncio.sleep(random.uniform(0, 0.4))
    before = system.pid(victim)
    try:
        system.kill(victim)
    except ProcessLookupError:
        return  # it was just being started again
    async with asyncio.timeout(30):
        while system.pid(victim) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_deletions_survive_kills(
    alice: Person, bob: Person, system: NativeSystem, is_long: bool
) -> None:
    kills = 100 if is_long else 4
    shared = [
        await person.post_image(picture(".png", width=64, height=64), "shared") for person in (alice, bob)
    ]
    for image in shared:  # the only likes that are to be left
        await alice.post(f"/api/v1/images/{image['id']}/like", status=201)
    leavers = [await account_with_traces(number, shared) for number in range(kills)]
    for number, (person, _) in enumerate(leavers):
        await asyncio.gather(delete(person), kill(system, VICTIMS[number % 2]))
    await system.ready()
    await all_gone(alice, shared, leavers)
    for person, _ in leavers:
        await person.aclose()


async def all_gone(alice: Person, shared: list[dict[str, Any]], leavers: Any) -> None:
    """Within a minute the likes, the posts and the files of everybody who left are gone, and no others."""
    for image in shared:
        await until(partial(likes_are, alice, f"/api/v1/images/{image['id']}", 1))
    for person, post in leavers:
        await until(partial(nothing_at, alice, f"/api/v1/images/?user_id={person.id}"))
        await until(partial(no_file, alice, "/uploads/" + post["image_url"].partition("/uploads/")[2]))
        credentials = {"username": person.username, "password": PASSWORD}
        expect(await alice.http.post("/api/auth/login/", json=credentials), 401)


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def likes_are(person: Person, path: str, count: int) -> bool:
    return bool((await person.get(path))["like_count"] == count)


async def nothing_at(person: Person, path: str) -> bool:
    return bool((await person.get(path))["total"] == 0)


async def no_file(person: Person, path: str) -> bool:
    return (await person.http.get(path)).status_code == 404
