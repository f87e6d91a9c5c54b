"""Processes, started as in production."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from image_community.runtime.settings import Settings

from .fixtures_database import SERVICE


@pytest.fixture
def running(settings: Settings) -> Callable[..., AbstractAsyncContextManager[asyncio.subprocess.Process]]:
    """`async with running("a.module", …) as process`: `python -m a.module …`, killed at the end."""
    names = ("DATABASE_URL", "REDIS_URL", "JWKS_URL", "ACCOUNT_EVENTS_URL", "USER_NAMES_URL", "MEDIA_ROOT")
    ours = {f"IMAGE_COMMUNITY_{name}": str(getattr(settings, name.lower())) for name in names}
    for name in ("database_password", "redis_password", "service_credential"):
        ours[f"IMAGE_COMMUNITY_{name.upper()}"] = getattr(settings, name).get_secret_value()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, **ours, "PYTHONPATH": str(SERVICE), "PYTHONUNBUFFERED": "1"}

    @asynccontextmanager
    async def start(*arguments: str, stderr: int | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *arguments,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    return start


@pytest.fixture
def lines_until() -> Callable[[asyncio.subprocess.Process, str], Awaitable[list[dict[str, Any]]]]:
    """The JSON log lines of the process, up to the event."""

    async def read(process: asyncio.subprocess.Process, event: str) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        async with asyncio.timeout(20):
            while not lines or lines[-1]["event"] != event:
                assert process.stdout is not None
                line = await process.stdout.readline()
                assert line, lines
                lines.append(json.loads(line))
        return lines

    return read
