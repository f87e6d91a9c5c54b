"""Every process of ours ends when it is asked to, whatever its database, Redis or port does."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.silent_proxy import SilentProxy
from tests.system import NativeSystem

from native import services
from native.listeners import Listeners
from native.processes import Process, Readiness, http_ready, kill_group, spawn, wait_until_ready

LOOPBACK = "127.0.0.1"
STARTS_SECONDS = 60  # the machine may be busy
PORT_TAKEN_SECONDS = {"uvicorn": 5, "gunicorn": 15}  # gunicorn tries five times, a second apart
NAMES = ("auth-match-web", "auth-match-realtime-1", "image-community-web-1", "image-community-worker")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def between(system: NativeSystem) -> Iterator[tuple[SilentProxy, SilentProxy]]:
    """PostgreSQL and Redis, each behind a proxy that can fall silent."""
    ports = system.settings.ports
    with (
        closing(SilentProxy(LOOPBACK, ports.postgres)) as postgres,
        closing(SilentProxy(LOOPBACK, ports.redis)) as redis,
    ):
        yield postgres, redis


def second(system: NativeSystem, name: str, postgres: int, redis: int) -> Process:
    """As natively run, on ports of its own, with other ways to PostgreSQL and Redis."""
    ports = system.settings.ports
    (process,) = (each for each in services.processes(system.settings) if each.name == name)
    replaced = {f":{ports.postgres}/": f":{postgres}/", f":{ports.redis}/": f":{redis}/"}
    environment = dict(process.environment)
    for variable in environment:
        for old, new in replaced.items():
            environment[variable] = environment[variable].replace(old, new)
    environment.pop("IMAGE_COMMUNITY_HEARTBEAT_PATH", None)
    port = free_port()
    argv = tuple(str(port) if argument == str(ports.realtime[0]) else argument for argument in process.argv)
    listens = tuple((host, port) for host, _ in process.listens)
    return replace(process, argv=argv, listens=listens, environment=environment, ready=answering(port, name))


def answering(port: int, name: str) -> Readiness:
    async def ready() -> bool:
        if name == "image-community-worker":
            return True
        return await http_ready(port, "/readyz")()

    return ready


def alone(worker: Process, database: str, media: Path) -> Process:
    """It leads: in the system's database the lock is the system's own worker's, and no job would run."""
    environment = dict(worker.environment)
    url = environment["IMAGE_COMMUNITY_DATABASE_URL"].rpartition("/")[0]
    environment["IMAGE_COMMUNITY_DATABASE_URL"] = f"{url}/{database}"
    environment["IMAGE_COMMUNITY_MEDIA_ROOT"] = str(media)
    return replace(worker, environment=environment)


@pytest.fixture
async def own_database(system: NativeSystem, tmp_path: Path, name: str) -> AsyncIterator[str]:
    """One of image-community, migrated; only for its worker."""
    if name != "image-community-worker":
        yield ""
        return
    database = f"ending_{os.getpid()}"
    password = (system.settings.secrets / "postgres_password").read_text()
    server = f"host=127.0.0.1 port={system.settings.ports.postgres} user=postgres dbname=postgres"
    async with await psycopg.AsyncConnection.connect(server, password=password, autocommit=True) as admin:
        await admin.execute(f"CREATE DATABASE {database} OWNER image_community")
        try:
            worker = second(system, name, system.settings.ports.postgres, system.settings.ports.redis)
            environment = alone(worker, database, tmp_path).environment
            ((command,),) = (services.preparations()["image-community migrate"],)
            migrating = await asyncio.create_subprocess_exec(*command, env=environment)
            assert await migrating.wait() == 0
            yield database
        finally:
            await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


@asynccontextmanager
async def started(process: Process, log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    listeners = Listeners(process.listens)
    running = await spawn(process, log, listeners.open())
    try:
        await wait_until_ready(process, running, log)
        yield running
    finally:
        kill_group(running)
        await running.wait()
        listeners.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("silent", ["PostgreSQL", "Redis"])
async def test_process_ends_in_its_stop_time_while_a_server_is_silent(
    system: NativeSystem, tmp_path: Path, name: str, silent: str, own_database: str
) -> None:
    """The server's kernel still acknowledges: nothing breaks, nothing answers. The worker leads."""
    with between(system) as (postgres, redis):
        process = second(system, name, postgres.port, redis.port)
        if name == "image-community-worker":
            process = alone(process, own_database, tmp_path / "media")
        async with started(process, tmp_path / "it.log") as running:
            if name == "image-community-worker":
                await said(tmp_path / "it.log", '"leading"')
            await asyncio.sleep(2)  # its loops and jobs are at work
            (postgres if silent == "PostgreSQL" else redis).silence()
            await asyncio.sleep(2)
            began = time.monotonic()
            running.send_signal(signal.SIGTERM)
            async with asyncio.timeout(process.stop_seconds):
                await running.wait()
            assert time.monotonic() - began < process.stop_seconds


@pytest.mark.parametrize("name", ["auth-match-realtime-1", "image-community-worker"])
async def test_process_that_waits_for_a_silent_database_at_its_start_ends(
    system: NativeSystem, tmp_path: Path, name: str
) -> None:
    with between(system) as (postgres, redis):
        postgres.silence()
        process = second(system, name, postgres.port, redis.port)
        running = await spawn(process, tmp_path / "it.log")
        try:
            await asked_something(postgres)
            running.send_signal(signal.SIGTERM)
            async with asyncio.timeout(process.stop_seconds):
                await running.wait()
        finally:
            kill_group(running)
            await running.wait()


async def asked_something(proxy: SilentProxy) -> None:
    async with asyncio.timeout(STARTS_SECONDS):
        while not proxy.connections:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)


COMMANDS = {
    "auth-match-realtime": "uvicorn auth_match.config.asgi:application --port {port} --log-level warning",
    "image-community-web": "uvicorn --factory image_community.main:app_from_environment --port {port}",
    "auth-match-web": "gunicorn --bind 127.0.0.1:{port} auth_match.config.wsgi:application",
}


@pytest.mark.parametrize("name", COMMANDS)
async def test_process_whose_port_is_taken_says_so_and_ends(
    system: NativeSystem, tmp_path: Path, name: str
) -> None:
    """Its loops kept running, and it ignored SIGTERM. Counted from the sentence on."""
    log = tmp_path / "it.log"
    command = COMMANDS[name].format(port=system.settings.ports.auth_match_web).split()
    argv = (str(Path(sys.executable).with_name(command[0])), *command[1:])
    process = Process(name, argv, services.at_once, services.environment(system.settings))
    running = await spawn(process, log)
    try:
        await said(log, "in use")
        async with asyncio.timeout(PORT_TAKEN_SECONDS[command[0]]):
            assert await running.wait() not in (0, -signal.SIGKILL)
    finally:
        kill_group(running)
        await running.wait()


async def said(log: Path, words: str) -> None:
    async with asyncio.timeout(STARTS_SECONDS):
        while words not in await asyncio.to_thread(log.read_text):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
