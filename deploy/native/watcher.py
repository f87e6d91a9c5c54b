"""Keeps one process alive: restarts it when it ends, replaces it when it is frozen."""

import asyncio
import time
from pathlib import Path

from native.listeners import Listeners
from native.liveness import PROBE_EVERY_SECONDS, SILENT_SECONDS, seen_within
from native.processes import Process, kill_group, spawn, stop, wait_until_ready
from native.state import Say, State

FIRST_RESTART_SECONDS = 0.2
LONGEST_RESTART_SECONDS = 5.0
FROZEN_STOP_SECONDS = 2.0  # a stopped process does not even receive SIGTERM


class Watcher:
    """`start` once, then `watch` until cancelled, then `stop`."""

    def __init__(
        self,
        process: Process,
        log: Path,
        state: State,
        say: Say,
        *,
        silent_seconds: int = SILENT_SECONDS,
        probe_every: float = PROBE_EVERY_SECONDS,
    ) -> None:
        self._process = process
        self._log = log
        self._state = state
        self._say = say
        self._silent_seconds, self._probe_every = silent_seconds, probe_every
        self._listeners = Listeners(process.listens)
        self._current: asyncio.subprocess.Process | None = None
        self.was_seen_alive = False  # a liveness probe succeeded since the last start
        self._reason: str | None = None  # why the watcher ended it

    async def start(self) -> None:
        """Returns when it is ready. Raises StartFailed."""
        current = await self._spawn()
        await wait_until_ready(self._process, current, self._log)
        self._state.pid(self._process.name, current.pid)

    async def _spawn(self) -> asyncio.subprocess.Process:
        self.was_seen_alive = False
        self._current = await spawn(self._process, self._log, self._listeners.open())
        return self._current

    async def watch(self) -> None:
        while True:
            try:
                await self._watch()
            except Exception as error:  # noqa: BLE001 - else the process would be unsupervised, unnoticed
                self._say(f"Watching {self._process.name} failed ({error!r}); it goes on in 5 s.")
                await asyncio.sleep(LONGEST_RESTART_SECONDS)

    async def _watch(self) -> None:
        wait = FIRST_RESTART_SECONDS
        while True:
            if self._current is None:
                await self._start_again()
            began = time.monotonic()
            reason = await self._end_of_current()
            lived_long = time.monotonic() - began > LONGEST_RESTART_SECONDS
            if self.was_seen_alive or lived_long:
                wait = FIRST_RESTART_SECONDS
            else:
                self._listeners.close()  # it fails at the start: connections should not wait for it
            self._say(f"{self._process.name} {reason}; it is started again.")
            self._state.restarted(self._process.name, reason)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_RESTART_SECONDS)

    async def _start_again(self) -> None:
        while True:
            try:
                current = await self._spawn()
            except OSError as error:  # its port is in use, or the process limit is reached
                self._say(f"{self._process.name} cannot be started ({error}); the next try is in 5 s.")
                await asyncio.sleep(LONGEST_RESTART_SECONDS)
            else:
                self._state.pid(self._process.name, current.pid)
                return

    async def _end_of_current(self) -> str:
        """Waits for the end of the process, or ends it when it is frozen; returns the reason."""
        assert self._current is not None
        current, self._reason = self._current, None
        ended = asyncio.create_task(current.wait())
        probing = asyncio.create_task(self._end_when_frozen(current))
        try:
            await asyncio.wait({ended, probing}, return_when=asyncio.FIRST_COMPLETED)
            if probing.done():
                probing.result()
            status = await ended
        finally:
            for task in (ended, probing):
                task.cancel()
            await asyncio.gather(ended, probing, return_exceptions=True)
        kill_group(current)  # its children would keep the port, or continue working
        self._current = None  # from here on its pid may belong to another program
        return self._reason or _ended(status)

    async def _end_when_frozen(self, current: asyncio.subprocess.Process) -> None:
        probe = self._process.liveness_probe
        if probe is None:
            return
        if not self.was_seen_alive:
            self.was_seen_alive = await seen_within(probe, int(self._process.start_seconds))
        name, silent = self._process.name, self._silent_seconds
        while True:
            while await seen_within(probe, silent):
                self.was_seen_alive = True
                await asyncio.sleep(self._probe_every)
            if not self._process.is_left_alone_when_frozen:
                break
            self._say(f"{name} has not answered for {silent} s. It is left alone; please check it.")
            await probe()
            self._say(f"{name} answers again.")
        self._reason = f"was frozen, without a sign of life for {silent} s"
        await stop(self._process, current, seconds=FROZEN_STOP_SECONDS)

    async def stop(self) -> None:
        """Returns when the process and its children have ended."""
        self._listeners.close()
        if self._current is not None:
            await stop(self._process, self._current)


def _ended(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
