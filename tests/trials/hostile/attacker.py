"""Starts and stops an attack's process: see `attacks`."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

READY_SECONDS = 120


class Attacker:
    """`did` is what the attack counted of itself, once it is over."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.did: dict[str, int] = {}

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        await self._tell("begin")
        try:
            yield
        finally:
            await self._tell("end")
            self.did = json.loads(await self._line())

    async def _tell(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n".encode())
        await self._process.stdin.drain()

    async def _line(self) -> str:
        assert self._process.stdout is not None
        async with asyncio.timeout(READY_SECONDS):
            return (await self._process.stdout.readline()).decode()


@asynccontextmanager
async def prepared(attack: str) -> AsyncIterator[Attacker]:
    """An attacker that is signed up and waits for `at_work`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.trials.hostile.attacks", attack),
        stdin=PIPE,
        stdout=PIPE,
        env=dict(os.environ),
    )
    attacker = Attacker(process)
    try:
        assert (await attacker._line()).strip() == "ready", f"{attack} did not start"
        yield attacker
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
