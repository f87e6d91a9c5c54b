"""Starts everything in order, each step waited for; restarts what dies; stops in reverse.

The order is a promise: databases before migrations, migrations before services, services before the
gateway. What happened is told through one state file that ``up``, ``status`` and ``down`` read.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from native import gateway, postgres, secret_files, services, valkey
from native.processes import (
    Process,
    StartFailed,
    kill_group,
    port_in_use,
    spawn,
    stop,
    wait_until_ready,
)
from native.settings import NativeSettings
from native.state import State

FIRST_RESTART_SECONDS = 0.2
LONGEST_RESTART_SECONDS = 5.0


class Supervisor:
    """Runs one system. ``run`` returns after SIGTERM or SIGINT, with nothing of it left behind."""

    def __init__(self, settings: NativeSettings) -> None:
        self._settings = settings
        self._state = State(settings.state_file, url=settings.public_url, settings=settings.fingerprints())
        self._stopping = asyncio.Event()
        self._watchers: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        async with AsyncExitStack() as running:
            start = asyncio.create_task(self._start(running))
            stopped = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({start, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                self._report(start)
                if not start.exception():
                    await stopped
            self._state.stopping()
            tasks = [start, stopped, *self._watchers]
            for task in tasks:
                task.cancel()  # nothing is restarted from here on
            await asyncio.gather(*tasks, return_exceptions=True)
        self._state.clear()

    def _report(self, start: asyncio.Task[None]) -> None:
        error = start.exception()
        if error is None:
            self._state.ready()
        elif (failed := _first(error)) is not None:
            self._state.failed(str(failed))
        else:
            self._state.failed(f"{type(error).__name__}: {error}")

    async def _start(self, running: AsyncExitStack) -> None:
        settings = self._settings
        await self._step("ports", self._check_ports)
        await self._step("secrets", lambda: asyncio.to_thread(secret_files.make_missing, settings.secrets))
        await self._step("database cluster", lambda: asyncio.to_thread(postgres.initialise, settings))
        await self._keep(running, postgres.process(settings), valkey.process(settings))
        await self._step("databases", lambda: postgres.create_databases(settings))
        await self._step("migrations", self._migrate)
        await self._keep(running, *services.processes(settings))
        await self._keep(running, gateway.process(settings))

    async def _step(self, name: str, action: Callable[[], Awaitable[object]]) -> None:
        began = time.monotonic()
        await action()
        self._state.done(name, time.monotonic() - began)

    async def _check_ports(self) -> None:
        for name, port in self._settings.ports.by_name().items():
            if port_in_use(port):
                raise StartFailed(
                    f"Port {port} ({name}) is in use by another program. "
                    f"Choose a free block of {self._settings.ports.count}, "
                    f"for example: MARU_HTTP_PORT={self._settings.ports.gateway + 1000} make up"
                )

    async def _migrate(self) -> None:
        async with asyncio.TaskGroup() as group:  # one that fails stops the other
            for name, commands in services.preparations().items():
                group.create_task(self._run_in_turn(name, commands))

    async def _run_in_turn(self, name: str, commands: tuple[tuple[str, ...], ...]) -> None:
        log = self._log(name.replace(" ", "-"))
        for command in commands:
            process = Process(
                name=name,
                argv=command,
                environment=services.environment(self._settings),
                ready=services.at_once,
            )
            current = await spawn(process, log)
            try:
                if await current.wait():
                    raise StartFailed.logged(f"{name} failed", log)
            finally:
                await stop(process, current)

    async def _keep(self, running: AsyncExitStack, *processes: Process) -> None:
        """Starts them side by side, waits for all, and restarts each one that dies from then on."""
        async with asyncio.TaskGroup() as group:
            for process in processes:
                group.create_task(self._step(process.name, partial(self._keep_one, running, process)))

    async def _keep_one(self, running: AsyncExitStack, process: Process) -> None:
        current = await spawn(process, self._log(process.name))
        watcher = Watcher(process, current, self._log(process.name), self._state)
        running.push_async_callback(watcher.stop)
        await wait_until_ready(process, current, self._log(process.name))
        self._state.pid(process.name, current.pid)
        self._watchers.append(asyncio.create_task(watcher.watch()))

    def _log(self, name: str) -> Path:
        self._settings.logs.mkdir(parents=True, exist_ok=True)
        return self._settings.logs / f"{name}.log"


def _first(error: BaseException) -> StartFailed | None:
    """The StartFailed in it, also from within a TaskGroup."""
    if isinstance(error, BaseExceptionGroup):
        return next((found for each in error.exceptions if (found := _first(each))), None)
    return error if isinstance(error, StartFailed) else None


class Watcher:
    """Keeps one process alive: restarts it, each time a little later, until it stays up."""

    def __init__(
        self, process: Process, current: asyncio.subprocess.Process, log: Path, state: State
    ) -> None:
        self._process = process
        self._current = current
        self._log = log
        self._state = state

    async def watch(self) -> None:
        wait = FIRST_RESTART_SECONDS
        while True:
            began = time.monotonic()
            await self._current.wait()
            kill_group(self._current)  # its children would keep the port, or work on
            if time.monotonic() - began > LONGEST_RESTART_SECONDS:
                wait = FIRST_RESTART_SECONDS
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_RESTART_SECONDS)
            self._current = await spawn(self._process, self._log)
            self._state.pid(self._process.name, self._current.pid)

    async def stop(self) -> None:
        await stop(self._process, self._current)
