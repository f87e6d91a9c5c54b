"""The bench's own Redis-compatible server, and what its statistics say.

The program and the configuration are those of a native run, with room for a crowd of a million.
"""

import asyncio
import os
import random
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from native import valkey
from native.processes import Process, die_with_parent, port_in_use
from native.settings import NativeSettings, load

PASSWORD = "bench"
MORE = (
    *("--maxmemory", "8gb"),
    *("--slowlog-log-slower-than", "-1", "--loglevel", "warning"),
)
START_SECONDS = 30
PORTS = range(20_000, 30_000)  # below the ephemeral ones, which any program may get


@contextmanager
def running() -> Iterator[str]:
    """A server for as long as the block lasts: its URL. The password is PASSWORD."""
    with tempfile.TemporaryDirectory(prefix="maru-bench-") as folder:
        settings = _settings(folder)
        program = valkey.process(settings)  # writes its configuration: once
        ends_with_us = die_with_parent(program.stop_signal)
        process = subprocess.Popen([*program.argv, *MORE], stdout=subprocess.DEVNULL, preexec_fn=ends_with_us)  # noqa: PLW1509 - no threads yet
        try:
            asyncio.run(_wait_until_ready(program))
            yield f"redis://127.0.0.1:{settings.ports.redis}"
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _settings(folder: str) -> NativeSettings:
    given = {**os.environ, "MARU_DATA_DIR": folder}
    drawn = (load({**given, "MARU_HTTP_PORT": str(random.choice(PORTS))}) for _ in iter(int, 1))
    settings = next(settings for settings in drawn if not port_in_use(settings.ports.redis))
    settings.secrets.mkdir()
    (settings.secrets / "redis_password").write_text(PASSWORD)
    return settings


async def _wait_until_ready(program: Process) -> None:
    async with asyncio.timeout(START_SECONDS):
        while not await program.ready():  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


@asynccontextmanager
async def administration(url: str) -> AsyncIterator[Any]:
    """A client without timeouts and retries, one connection, answers as bytes: for loading and asking."""
    client = redis.asyncio.Redis.from_url(
        url,
        password=PASSWORD,
        single_connection_client=True,
        socket_timeout=None,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        yield client
    finally:
        await client.aclose()


async def cpu_seconds(client: Any) -> float:
    """That the server has used since it started, in user and system mode."""
    info = await client.info("cpu")
    return float(info["used_cpu_user"]) + float(info["used_cpu_sys"])


async def used_memory(client: Any) -> int:
    """Bytes that it has allocated for all its data."""
    return int((await client.info("memory"))["used_memory"])


async def _fcall_microseconds(client: Any) -> int:
    info = await client.info("commandstats")
    return int(info.get("cmdstat_fcall", {"usec": 0})["usec"])


@asynccontextmanager
async def script_time(client: Any, times: list[float]) -> AsyncIterator[None]:
    """Appends the microseconds that the block's one function took inside the server.

    Not by the slow log, which also logs every command inside a script: that costs more than the commands.
    """
    before = await _fcall_microseconds(client)
    yield
    times.append(await _fcall_microseconds(client) - before)
