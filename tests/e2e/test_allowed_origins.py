"""Whose pages may use the APIs: one file for gateway and sockets, read again without a dropped socket."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.people.person import PASSWORD, Person, base_url
from tests.people.sockets import match_socket
from tests.system import NativeSystem
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from native.settings import ROOT, SETTING_PREFIXES

FRONT_END = "https://front-end.example"


async def reload(system: NativeSystem, **others: str) -> tuple[int, str]:
    """As the operator calls it, with the settings of `make up`; `others` are different ones."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(SETTING_PREFIXES)}
    given = {
        "MARU_DATA_DIR": str(system.settings.data),
        "MARU_HTTP_PORT": str(system.settings.ports.gateway),
        **others,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "native", "reload"),
        env={**bare, **given},
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return await process.wait(), output.decode()


@pytest.fixture
async def file(system: NativeSystem) -> AsyncIterator[str]:
    """The file's text before; it is put back afterwards."""
    path = system.settings.origins_file
    before = path.read_text()
    yield before
    path.write_text(before)
    assert (await reload(system))[0] == 0


async def is_allowed_by_the_gateway(origin: str) -> bool:
    async with httpx.AsyncClient(base_url=base_url()) as page:
        answer = await page.get("/api/v1/images", headers={"Origin": origin})
        return bool(answer.headers.get("access-control-allow-origin") == origin)


async def is_allowed_by_the_sockets(person: Person, origin: str) -> bool:
    subprotocols = ["maru.v1", f"ticket.{await person.ticket('match')}"]
    url = base_url().replace("http", "ws", 1) + "/ws/match/"
    async with connect(url, subprotocols=subprotocols, origin=origin) as socket:  # type: ignore[arg-type]
        try:
            return '"state"' in str(await socket.recv())
        except ConnectionClosed:
            return False


async def are_allowed(person: Person, origin: str) -> tuple[bool, bool]:
    return await is_allowed_by_the_gateway(origin), await is_allowed_by_the_sockets(person, origin)


async def until_allowed(person: Person, origin: str, expected: tuple[bool, bool]) -> None:
    """Both read the file within a moment."""
    async with asyncio.timeout(10):
        while await are_allowed(person, origin) != expected:  # noqa: ASYNC110 - it asks another process
            await asyncio.sleep(0.1)


async def test_a_new_front_end_is_allowed_without_a_dropped_socket(
    alice: Person, bob: Person, system: NativeSystem, file: str
) -> None:
    assert await are_allowed(alice, FRONT_END) == (False, False)
    async with match_socket(bob) as open_all_the_time:
        await open_all_the_time.expect("state")
        system.settings.origins_file.write_text(f"# ours\n{FRONT_END.upper()}/  # the slash does not count\n")
        status, said = await reload(system)
        assert status == 0
        assert FRONT_END.upper() in said
        await until_allowed(alice, FRONT_END, (True, True))
        system.settings.origins_file.write_text(file)
        await reload(system)
        await until_allowed(alice, FRONT_END, (False, False))
        await open_all_the_time.act("ping")
        await open_all_the_time.expect("pong")


async def test_a_word_that_is_no_origin_is_named_and_changes_nothing(
    alice: Person, system: NativeSystem, file: str
) -> None:
    system.settings.origins_file.write_text("https://front-end.example\nfront-end.example\n")
    status, said = await reload(system)
    assert (status, "'front-end.example' is no origin" in said) == (2, True)
    assert await are_allowed(alice, FRONT_END) == (False, False)


async def test_other_settings_than_those_that_run_change_nothing(alice: Person, system: NativeSystem) -> None:
    """The gateway would be written with them: with MARU_TLS its port would turn to https under its users."""
    status, said = await reload(system, MARU_TLS="self-signed")
    assert (status, "other values of MARU_TLS" in said) == (1, True)
    await alice.get("/api/auth/profile/")


async def test_pages_of_a_development_server_are_allowed_here(alice: Person) -> None:
    assert await are_allowed(alice, "http://localhost:5173") == (True, True)
    assert await are_allowed(alice, "http://localhost:5174") == (False, False)


async def test_pages_from_another_name_of_this_machine_are_our_own(alice: Person) -> None:
    """The page's origin names the host that the request names: it was loaded from here."""
    port = base_url().rpartition(":")[2]
    async with httpx.AsyncClient(base_url=base_url()) as page:
        own = {"Host": f"maru.lan:{port}", "Origin": f"http://maru.lan:{port}", "X-Maru-Session": "cookie"}
        foreign = {**own, "Origin": "http://evil.example"}
        body = {"username": alice.username, "password": PASSWORD}
        accepted = await page.post("/api/auth/login/", json=body, headers=own)
        assert (accepted.status_code, accepted.json().keys()) == (200, {"access"})
        assert (await page.post("/api/auth/login/", json=body, headers=foreign)).status_code == 403
