"""Who is logged out, disabled or deleted is refused by both services and by open sockets, within a second.

The long trials measure the second; the short ones only that it happens.
"""

import asyncio
import os
import signal
import statistics
from collections.abc import Awaitable, Callable

import pytest
from tests.people.person import PASSWORD, Person, expect
from tests.people.refusal import LIMIT_SECONDS, image_community_refuses, socket_closes
from tests.people.sockets import match_socket
from tests.system import NativeSystem, manage

Action = Callable[[Person], Awaitable[object]]


async def log_out(person: Person) -> None:
    await person.post("/api/auth/logout/", status=204, json={"refresh": person.refresh})


async def log_out_everywhere(person: Person) -> None:
    await person.post("/api/auth/logout-all/", status=204)


async def change_password_elsewhere(person: Person) -> None:
    """From another session, so that this one ends."""
    other = {"Authorization": f"Bearer {await person.new_session()}"}
    body = {"current_password": PASSWORD, "new_password": PASSWORD + " again"}
    expect(await person.http.post("/api/auth/password/", json=body, headers=other), 204)


async def deactivate(person: Person) -> None:
    await manage("deactivate_user", person.username)


ACTIONS: dict[str, Action] = {
    "logout": log_out,
    "logout-all": log_out_everywhere,
    "password": change_password_elsewhere,
    "delete": Person.delete_account,
    "deactivate": deactivate,
}


async def seconds_until_refused(person: Person, action: Action) -> float:
    """From the end of the action until auth-match, every image-community process and the socket refuse."""
    async with match_socket(person) as socket:
        await socket.expect("state")
        await socket.act("join_queue")
        await action(person)
        done = asyncio.get_running_loop().time()
        expect(await person.ask("GET", "/api/auth/profile/"), 401)
        return max(await asyncio.gather(image_community_refuses(person, done), socket_closes(socket, done)))


def p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[98] if len(seconds) > 1 else seconds[0]


@pytest.mark.parametrize("name", ACTIONS)
async def test_refused_everywhere(name: str, is_long: bool) -> None:
    took: list[float] = []
    for _ in range((10 if name == "deactivate" else 50) if is_long else 1):
        person = await Person.sign_up(name, age=90)
        took.append(await seconds_until_refused(person, ACTIONS[name]))
        await person.aclose()
    print(f"{name}: {len(took)} tries, median {statistics.median(took):.2f} s, p99 {p99(took):.2f} s")  # noqa: T201
    assert p99(took) <= LIMIT_SECONDS or not is_long


async def test_restarted_image_community_still_refuses(
    alice: Person, bob: Person, system: NativeSystem
) -> None:
    await log_out(alice)
    await image_community_refuses(alice, asyncio.get_running_loop().time())
    for number in (1, 2):
        system.kill(f"image-community-web-{number}")
    await asyncio.sleep(0.5)
    await system.ready()
    for _ in range(10):
        expect(await alice.ask("POST", "/api/v1/images/2147483647/like"), 401)
    expect(await bob.ask("POST", "/api/v1/images/2147483647/like"), 404)
    await seconds_until_refused(bob, log_out)


async def test_emptied_redis_revives_nobody(alice: Person, bob: Person, system: NativeSystem) -> None:
    await log_out(alice)
    async with system.redis() as client:
        await client.flushall()
    await image_community_refuses(alice, asyncio.get_running_loop().time())
    expect(await alice.ask("GET", "/api/auth/profile/"), 401)
    await seconds_until_refused(bob, log_out)


async def test_image_community_serves_while_auth_match_is_down(
    alice: Person, system: NativeSystem, is_long: bool
) -> None:
    """Stopped, not killed: every question to it hangs, which is the harder case."""
    group = system.pid("auth-match-web")
    os.killpg(group, signal.SIGSTOP)
    try:
        deadline = asyncio.get_running_loop().time() + (60 if is_long else 3)
        while asyncio.get_running_loop().time() < deadline:
            expect(await alice.ask("POST", "/api/v1/images/2147483647/like"), 404)
            await asyncio.sleep(0.05)
    finally:
        os.killpg(group, signal.SIGCONT)
    await system.ready()
