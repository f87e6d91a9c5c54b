"""Starts everything in order, one step after the other; replaces dead or frozen processes; stops in reverse.

The order is fixed: databases before migrations, migrations before services, services before the gateway. The
supervisor reports through one state file that ``up``, ``status`` and ``down`` read.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from native import gateway, origins, postgres, secret_files, self_signed, services, valkey
from native.log_files import LogFiles
from native.processes import Process, StartFailed, port_in_use, spawn, stop
from native.settings import NativeSettings
from native.state import State
from native.watcher import Watcher


class Supervisor:
    """Runs one system. ``run`` returns after SIGTERM or SIGINT, when all its processes have ended."""

    def __init__(self, settings: NativeSettings) -> None:
        self._settings = settings
        self._state = State(
            settings.state_file, url=settings.public_url, settings=settings.fingerprints(), say=say
        )
        self._stopping = asyncio.Event()
        self._log_files = LogFiles.of(settings)
        self._background: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        self._background.append(asyncio.create_task(self._log_files.rotate_forever()))
        async with AsyncExitStack() as running:
            start = asyncio.create_task(self._start(running))
            stopped = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({start, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                self._report(start)
                if not start.exception():
                    await stopped
            self._state.stopping()
            tasks = [start, stopped, *self._background]
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
        if settings.is_self_signed:
            await self._step("certificate", lambda: asyncio.to_thread(self_signed.make_for, settings))
        await self._step("database cluster", lambda: asyncio.to_thread(postgres.initialise, settings))
        await self._keep(running, postgres.process(settings), valkey.process(settings))
        await self._step("databases", lambda: postgres.create_databases(settings))
        await self._step("migrations", self._migrate)
        await self._keep(running, *services.processes(settings))
        origins.make_missing(settings)
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
        async with asyncio.TaskGroup() as group:  # a failure stops the other
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
        """Starts them in parallel, waits until all are ready, and keeps each alive from then on."""
        watchers = {
            process.name: Watcher(process, self._log(process.name), self._state, say) for process in processes
        }
        running.push_async_callback(_stop_all, watchers.values())
        async with asyncio.TaskGroup() as group:
            for name, watcher in watchers.items():
                group.create_task(self._step(name, partial(self._keep_one, watcher)))

    async def _keep_one(self, watcher: Watcher) -> None:
        await watcher.start()
        self._background.append(asyncio.create_task(watcher.watch()))

    def _log(self, name: str) -> Path:
        return self._settings.logs / f"{name}.log"


async def _stop_all(watchers: Iterable[Watcher]) -> None:
    """In parallel: with an unresponsive database each may take its whole stop time."""
    await asyncio.gather(*(watcher.stop() for watcher in watchers))


def say(sentence: str) -> None:
    """Writes one line to the supervisor's log; a full disk must not end the supervisor."""
    with suppress(OSError):
        print(f"{datetime.now(UTC).isoformat(timespec='seconds')} {sentence}", flush=True)  # noqa: T201


def _first(error: BaseException) -> StartFailed | None:
    """The StartFailed in it, also from within a TaskGroup."""
    if isinstance(error, BaseExceptionGroup):
        return next((found for each in error.exceptions if (found := _first(each))), None)
    return error if isinstance(error, StartFailed) else None
