"""One supervised process: its command and user, how to detect that it is ready, how to stop it."""

import asyncio
import ctypes
import os
import pwd
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from native.listeners import Address, filled, filled_all
from native.liveness import LivenessProbe
from native.log_files import open_log

PR_SET_PDEATHSIG = 1  # prctl(2)
READY_POLL_SECONDS = 0.05

Readiness = Callable[[], Awaitable[bool]]
LAST_LINES, TAIL_BYTES = 5, 65_536


class StartFailed(RuntimeError):
    """A step failed; the text names it and the log."""

    @classmethod
    def logged(cls, what: str, log: Path) -> "StartFailed":
        """With the last lines of the log: usually they name the wrong setting."""
        lines = tail(log, LAST_LINES) if log.exists() else []
        return cls("\n".join((f"{what}; see {log}. It ends:", *(f"  {line}" for line in lines))))


def tail(log: Path, lines: int) -> list[str]:
    """At most its last `lines`; reads only the end of a large file."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - TAIL_BYTES))
        return file.read().decode(errors="replace").splitlines()[-lines:]


@dataclass(frozen=True, slots=True)
class Process:
    """A long-running program.

    ``user``: the user to switch to (root only). ``stop_signal`` requests an orderly end; after
    ``stop_seconds`` the whole process group is killed. The supervisor listens on ``listens`` for it;
    ``{fd0}``, ``{fd1}`` … in ``argv`` and ``environment`` are these descriptors. Those of ``inherits`` keep
    their numbers. If ``liveness_probe`` fails, the process is replaced, or only reported if it
    ``is_left_alone_when_frozen``.
    """

    name: str
    argv: tuple[str, ...]
    ready: Readiness
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    start_seconds: float = 60.0
    listens: tuple[Address, ...] = ()
    inherits: tuple[int, ...] = ()
    liveness_probe: LivenessProbe | None = None
    is_left_alone_when_frozen: bool = False


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """For ``preexec_fn``: the kernel sends ``stop_signal`` when the supervisor ends for any reason."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return arrange


async def spawn(process: Process, log: Path, descriptors: Sequence[int] = ()) -> asyncio.subprocess.Process:
    """Starts it in its own process group, appending output to ``log``; it inherits the descriptors."""
    with open_log(log) as output:
        return await asyncio.create_subprocess_exec(
            *(filled(argument, descriptors) for argument in process.argv),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=filled_all(process.environment, descriptors),
            pass_fds=(*descriptors, *process.inherits),
            start_new_session=True,
            preexec_fn=die_with_parent(process.stop_signal),
            **identity(process.user),
        )


def identity(user: str | None) -> dict[str, Any]:
    """Arguments of ``Popen`` to switch to this user and its group without others; none for None."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


async def wait_until_ready(process: Process, running: asyncio.subprocess.Process, log: Path) -> None:
    """Returns when it is ready; raises StartFailed when it ends first or takes too long."""
    deadline = asyncio.get_running_loop().time() + process.start_seconds
    while not await process.ready():
        if running.returncode is not None:
            raise StartFailed.logged(f"{process.name} ended with status {running.returncode}", log)
        if asyncio.get_running_loop().time() > deadline:
            raise StartFailed.logged(f"{process.name} was not ready in {process.start_seconds:.0f} s", log)
        await asyncio.sleep(READY_POLL_SECONDS)


async def stop(
    process: Process, running: asyncio.subprocess.Process, *, seconds: float | None = None
) -> None:
    """Sends the stop signal, waits (``stop_seconds`` by default), then kills the whole process group."""
    if running.returncode is None:
        running.send_signal(process.stop_signal)
        with suppress(TimeoutError):
            await asyncio.wait_for(running.wait(), process.stop_seconds if seconds is None else seconds)
    kill_group(running)
    await running.wait()


def kill_group(running: asyncio.subprocess.Process) -> None:
    """Kills what is left of a process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)


def http_ready(port: int, path: str) -> Readiness:
    """Ready when a GET on 127.0.0.1 answers 200."""

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    async def ready() -> bool:
        return await asyncio.to_thread(answers)

    return ready


def port_in_use(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
