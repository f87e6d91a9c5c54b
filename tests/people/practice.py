"""The practice partner as a process beside the running system, started as `make practice` does."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from native.settings import ROOT
from tests.system import NativeSystem

SAID_SECONDS = 20  # for what takes one or two: the machine may be busy
NAMES = "SELECT username FROM accounts_user WHERE username LIKE 'practice-partner-%%'"


class Practice:
    """The process, and what it says."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def says(self, sentence: str) -> None:
        """The next line is that."""
        assert self.process.stdout
        async with asyncio.timeout(SAID_SECONDS):
            assert (await self.process.stdout.readline()).decode().rstrip() == sentence

    async def ends(self, by: signal.Signals) -> None:
        """As it should."""
        self.process.send_signal(by)
        await self.says("Ended. Its accounts are deleted.")
        assert await self.process.wait() == 0


@asynccontextmanager
async def practice(*arguments: str, **changed: str) -> AsyncIterator[Practice]:
    """`changed`: variables of its environment."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "native", "practice", *arguments),
        env={**os.environ, "PYTHONPATH": str(ROOT / "deploy"), **changed},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
    )
    try:
        yield Practice(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def names_of_partners(system: NativeSystem) -> list[str]:
    """Of the accounts that it has now."""
    return [str(name) for (name,) in await system.rows(NAMES)]
