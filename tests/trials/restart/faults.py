"""What is done to the processes, and how long until another answers in their place."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from native import services
from native.liveness import SignOfLife, answers_http, answers_postgres, answers_redis, touches
from native.settings import NativeSettings
from tests.system import NativeSystem

REPLACED_SECONDS = 60.0  # after that we look no longer
DRAIN_SECONDS = 2.0


def family(pid: int) -> list[int]:
    """The process and all below it; PostgreSQL's are in groups of their own."""
    output = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for line in output.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


async def restart(system: NativeSystem, name: str) -> None:
    """As an operator does: SIGTERM. nginx is drained before, as its container's start script does."""
    pid = system.pid(name)
    if name == "gateway":
        send([pid], signal.SIGQUIT)
        await asyncio.sleep(DRAIN_SECONDS)
    send([pid], signal.SIGTERM)


async def kill(system: NativeSystem, name: str) -> None:
    send(family(system.pid(name)), signal.SIGKILL)


async def freeze(system: NativeSystem, name: str) -> None:
    send(family(system.pid(name)), signal.SIGSTOP)


FAULTS = {"restart": restart, "freeze": freeze, "kill": kill}


@contextmanager
def silence(system: NativeSystem, name: str) -> Iterator[None]:
    """The server accepts connections and says nothing, for the length of the block."""
    pids = family(system.pid(name))
    send(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        send(pids, signal.SIGCONT)


async def replaced(system: NativeSystem, name: str, before: int, began: float) -> float:
    """Seconds from `began` until another process of that name gave a sign of life."""
    async with asyncio.timeout(REPLACED_SECONDS):
        while system.pid(name) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await _sign(system.settings, name)()
    return time.monotonic() - began


def _sign(settings: NativeSettings, name: str) -> SignOfLife:
    ports = settings.ports
    http = {
        "auth-match-web": ports.auth_match_web,
        "gateway": ports.gateway_health,
        **{f"auth-match-realtime-{n}": port for n, port in enumerate(ports.realtime, 1)},
        **{f"image-community-web-{n}": port for n, port in enumerate(ports.image_web, 1)},
    }
    others: dict[str, Callable[[], SignOfLife]] = {
        "redis": lambda: answers_redis(ports.redis),
        "postgres": lambda: answers_postgres(ports.postgres),
        "image-community-worker": lambda: touches(settings.heartbeat_file),
    }
    return answers_http(http[name]) if name in http else others[name]()


async def seconds_to_leave_a_taken_port(settings: NativeSettings) -> float:
    """Of a realtime process, from its saying so to its end; starting takes what the machine has to give."""
    command = [
        *(str(Path(sys.executable).with_name("uvicorn")), "auth_match.config.asgi:application"),
        *("--host", "127.0.0.1", "--port", str(settings.ports.realtime[0]), "--log-level", "warning"),
    ]
    process = await asyncio.create_subprocess_exec(
        *command,
        env=services.environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    began = time.monotonic()
    try:
        async with asyncio.timeout(REPLACED_SECONDS):
            while b"in use" not in await process.stdout.readline():
                pass
            began = time.monotonic()
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
    return time.monotonic() - began
