"""A PostgreSQL of the benchmark's own: the system's program and configuration, a new folder, a free port."""

import random
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no annotations

from image_community.runtime.settings import DatabaseSettings
from native import postgres, secret_files
from native.processes import port_in_use, spawn, stop, wait_until_ready
from native.settings import NativeSettings, environment, load


@dataclass(frozen=True, slots=True)
class Server:
    """Databases on it are named by the caller."""

    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def settings(self, database: str) -> DatabaseSettings:
        return DatabaseSettings(database_url=self.url(database))

    async def connect(self, database: str = "postgres") -> asyncpg.Connection:
        return await asyncpg.connect(self.url(database))

    async def run(self, *statements: str, database: str = "postgres") -> None:
        connection = await self.connect(database)
        for statement in statements:
            await connection.execute(statement, timeout=3600)
        await connection.close()


@asynccontextmanager
async def own_server() -> AsyncIterator[Server]:
    """Running; stopped and deleted in the end."""
    settings = _prepared()
    process = postgres.process(settings)
    running = await spawn(process, settings.logs / "postgres.log")
    try:
        await wait_until_ready(process, running, settings.logs / "postgres.log")
        server = Server(settings.ports.postgres, (settings.secrets / "postgres_password").read_text())
        # What it does in the background would be counted as ours; tables are vacuumed after each load.
        await server.run("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")
        yield server
    finally:
        await stop(process, running)
        shutil.rmtree(settings.postgres_home, ignore_errors=True)
        shutil.rmtree(settings.data, ignore_errors=True)


def _prepared() -> NativeSettings:
    folder = Path(tempfile.mkdtemp(prefix="maru-bench-"))
    folder.chmod(0o755)
    settings = _settings(folder)
    secret_files.make_missing(settings.secrets)
    postgres.initialise(settings)
    settings.logs.mkdir(parents=True)
    return settings


def _settings(folder: Path) -> NativeSettings:
    while True:
        port = random.randrange(20_000, 30_000, 20)
        settings = load({**environment(), "MARU_DATA_DIR": str(folder), "MARU_HTTP_PORT": str(port)})
        if not port_in_use(settings.ports.postgres):
            return settings
