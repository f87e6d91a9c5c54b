"""What is done to the processes, and how long until another answers in their place."""

import asyncio
import os
import signal
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

from native import services
from native.liveness import LivenessProbe, answers_http, answers_redis, touches
from native.settings import NativeSettings
from tests.freezing import family, frozen, send
from tests.system import NativeSystem

REPLACED_SECONDS = 60.0  # after that we look no longer
DRAIN_SECONDS = 2.0


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


def silence(system: NativeSystem, name: str) -> AbstractContextManager[None]:
    """The server accepts connections and says nothing, for the length of the block."""
    return frozen(system.pid(name), with_children=True)


async def replaced(system: NativeSystem, name: str, before: int, began: float) -> tuple[float, float]:
    """Seconds from `began` until the supervisor has started another, and until that gave a sign of life.

    The first is the supervisor's work, and what we promise; the second is mostly Python's and Django's start.
    """
    async with asyncio.timeout(REPLACED_SECONDS):
        while system.pid(name) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        started = time.monotonic()
        await _sign(system, name)()
    return started - began, time.monotonic() - began


def _sign(system: NativeSystem, name: str) -> LivenessProbe:
    ports = system.settings.ports
    http = {
        "gateway": ports.gateway_health,
        **{f"auth-match-realtime-{n}": port for n, port in enumerate(ports.realtime, 1)},
        **{f"image-community-web-{n}": port for n, port in enumerate(ports.image_web, 1)},
    }
    if name in http:
        return answers_http(http[name])
    if name == "redis":
        return answers_redis(ports.redis)
    return touches(_heartbeat(system.pid(name)))


def _heartbeat(pid: int) -> int:
    """That of a process; to be opened again, as the supervisor alone has made it."""
    variables = Path(f"/proc/{pid}/environ").read_text().split("\0")
    (path,) = (each.partition("=")[2] for each in variables if "_HEARTBEAT_PATH=" in each)
    return os.open(path.replace("/self/", f"/{pid}/"), os.O_RDONLY)


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
