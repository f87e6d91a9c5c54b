"""What the native supervisor promises: the dead come back, nothing is orphaned, TLS becomes ready."""

import asyncio
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path

import httpx
import pytest
from tests.people.person import base_url
from tests.system import NativeSystem

from native import state
from native.processes import port_in_use
from native.settings import ROOT


def native(verb: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "native", verb]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


async def test_gateway_comes_back_with_its_own_workers(system: NativeSystem) -> None:
    """nginx's workers outlived their master and kept the port."""
    before = system.pid("gateway")
    system.kill("gateway")
    async with asyncio.timeout(10):
        while system.pid("gateway") == before or not await asyncio.to_thread(answers):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert not living_of_group(before)


FROZEN = (
    *("auth-match-web", "auth-match-realtime-1", "image-community-web-1"),
    *("image-community-worker", "gateway"),
)


async def test_frozen_processes_are_replaced_and_status_says_so(system: NativeSystem) -> None:
    """SIGTERM does not even reach a stopped process. How soon: `make trial-restart`, on an idle machine."""
    await system.ready()
    before = {name: system.pid(name) for name in FROZEN}
    for pid in before.values():
        os.killpg(pid, signal.SIGSTOP)
    async with asyncio.timeout(120):
        while any(system.pid(name) == pid for name, pid in before.items()):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        await system.ready()
        while not await asyncio.to_thread(answers):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    status = await asyncio.to_thread(native, "status", dict(os.environ))
    lines = {line.split()[0]: line for line in status.stdout.splitlines()}
    assert [name for name in FROZEN if "was frozen" not in lines[name]] == [], status.stdout


@pytest.mark.parametrize("name", ["auth-match-web", "image-community-worker"])
def test_heartbeat_needs_no_disk(system: NativeSystem, name: str) -> None:
    """On a disk that was read-only the worker was replaced every 72 s: it could not touch its file."""
    process = Path(f"/proc/{system.pid(name)}")
    variables = dict(each.split("=", 1) for each in (process / "environ").read_text().split("\0") if each)
    (path,) = (value for variable, value in variables.items() if variable.endswith("_HEARTBEAT_PATH"))
    assert str((process / "fd" / Path(path).name).readlink()).startswith("/memfd:")


@pytest.mark.parametrize("name", ["auth-match-web", "image-community-web-1"])
async def test_request_made_during_a_restart_is_answered(system: NativeSystem, name: str) -> None:
    """Straight at the process' port, where nothing is repeated: it waits at the supervisor's listener."""
    ports = system.settings.ports
    port = ports.auth_match_web if name == "auth-match-web" else ports.image_web[0]
    before = system.pid(name)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120) as http:
        asked = [asyncio.create_task(http.get("/healthz", headers={"Connection": "close"}))]
        os.kill(before, signal.SIGTERM)
        while system.pid(name) == before:
            asked.append(asyncio.create_task(http.get("/healthz", headers={"Connection": "close"})))
            await asyncio.sleep(0.05)
        statuses = [response.status_code for response in await asyncio.gather(*asked)]
    assert statuses == [200] * len(asked)


@pytest.mark.parametrize("name", ["auth-match-web", "auth-match-realtime-1", "image-community-web-1"])
async def test_who_connected_before_the_end_and_asks_after_is_answered(
    system: NativeSystem, name: str
) -> None:
    """uvicorn closed each connection that had not asked yet, so that a request on its way was lost."""
    ports = system.settings.ports
    port = {
        "auth-match-web": ports.auth_match_web,
        "auth-match-realtime-1": ports.realtime[0],
        "image-community-web-1": ports.image_web[0],
    }[name]
    before = system.pid(name)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.2)  # it is accepted by now
    os.kill(before, signal.SIGTERM)
    await asyncio.sleep(0.2)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    async with asyncio.timeout(30):
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
        while system.pid(name) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    writer.close()


def living_of_group(group: int) -> list[str]:
    """States of the group's processes, zombies left out: an init that reaps late is not ours."""
    output = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return [
        stat for pgid, stat in map(str.split, output.splitlines()) if int(pgid) == group and stat[0] != "Z"
    ]


def answers() -> bool:
    try:
        with urllib.request.urlopen(f"{base_url()}/healthz", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.fixture
def second_copy(tmp_path: Path, system: NativeSystem) -> dict[str, str]:
    """The environment of another system, in a folder with a space, with TLS of its own."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
    files = ["subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make.split(), *files], check=True, capture_output=True)
    tmp_path.chmod(0o755)
    port = system.settings.ports.gateway + 10_000
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "deploy"),
        "MARU_HTTP_PORT": str(port),
        "MARU_DATA_DIR": str(tmp_path / "with space"),
        "MARU_PUBLIC_URL": f"https://localhost:{port}",
        "MARU_TLS_CERTIFICATE": str(certificate),
        "MARU_TLS_KEY": str(key),
    }


def test_second_copy_with_tls_starts_answers_and_leaves_nothing_when_killed(
    second_copy: dict[str, str],
) -> None:
    up = native("up", second_copy)
    data = Path(second_copy["MARU_DATA_DIR"])
    try:
        assert up.returncode == 0, up.stdout + up.stderr
        trusted = ssl.create_default_context(cafile=second_copy["MARU_TLS_CERTIFICATE"])
        with urllib.request.urlopen(f"{second_copy['MARU_PUBLIC_URL']}/healthz", context=trusted) as answer:
            assert answer.status == 200
        assert native("up", second_copy).returncode == 0
        other = native(
            "up", {**second_copy, "MARU_LOG_LEVEL": "DEBUG", "MARU_PUBLIC_URL": "https://maru.test"}
        )
        assert other.returncode == 1, "a setting that a running system does not take is no success"
        assert "MARU_LOG_LEVEL, MARU_PUBLIC_URL" in other.stderr
        written = state.read(data / "run" / "state.json")
        assert written is not None
        os.kill(int((data / "run" / "supervisor.lock").read_text()), signal.SIGKILL)
        wait_until_gone(written["pids"].values())
        assert not port_in_use(int(second_copy["MARU_HTTP_PORT"]))
    finally:
        native("reset", second_copy)
    assert not data.exists()


def wait_until_gone(pids: Iterable[int]) -> None:
    deadline = time.monotonic() + 15
    for pid in pids:
        while Path(f"/proc/{pid}").exists():
            assert time.monotonic() < deadline, f"process {pid} is left"
            time.sleep(0.05)


def test_reset_deletes_no_folder_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("work of years")
    environment = {**os.environ, "MARU_DATA_DIR": str(tmp_path)}
    assert native("reset", environment).returncode == 1
    assert (tmp_path / "thesis.txt").exists()


def test_setting_that_cannot_be_is_named(second_copy: dict[str, str]) -> None:
    try:
        for name, value in (("MATCH_OFFER_SECONDS", "-1"), ("MARU_LOG_LEVEL", "chatty")):
            up = native("up", {**second_copy, name: value})
            assert (up.returncode, name in up.stderr) == (1, True), up.stderr
    finally:
        native("reset", second_copy)
