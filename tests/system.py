"""Behind the gateway of a natively running system: its ports, processes and logs."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
import redis.asyncio

from native import state
from native.settings import ROOT, NativeSettings, load

READY_SECONDS = 60


@dataclass(frozen=True)
class NativeSystem:
    settings: NativeSettings

    @classmethod
    def from_environment(cls) -> "NativeSystem":
        assert "MARU_DATA_DIR" in os.environ, "these tests start with: make e2e"
        return cls(load(os.environ))

    def pid(self, name: str) -> int:
        written = state.read(self.settings.state_file)
        assert written is not None
        return int(written["pids"][name])

    def realtime_url(self, number: int) -> str:
        """ws:// address of one realtime process (counted from 1), past the gateway."""
        return f"ws://127.0.0.1:{self.settings.ports.realtime[number - 1]}"

    def kill(self, name: str) -> None:
        """kill -9; the supervisor starts it again."""
        os.kill(self.pid(name), signal.SIGKILL)

    async def ready(self) -> None:
        """Returns when every HTTP process answers: an earlier test may have killed some."""
        ports = self.settings.ports
        async with asyncio.timeout(READY_SECONDS):
            for port in (ports.auth_match_web, *ports.realtime, *ports.image_web):
                while not await asyncio.to_thread(_answers, f"http://127.0.0.1:{port}/readyz"):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)

    async def rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """What auth-match's database answers to its superuser."""
        server = f"host=127.0.0.1 port={self.settings.ports.postgres} user=postgres dbname=auth_match"
        password = (self.settings.secrets / "postgres_password").read_text()
        async with await psycopg.AsyncConnection.connect(server, password=password) as connection:
            return await (await connection.execute(query, values)).fetchall()

    def redis(self, *, database: int = 0) -> redis.asyncio.Redis:
        """The services' Redis: 0 is auth-match's database, 1 image-community's. To be closed."""
        return redis.asyncio.Redis(
            port=self.settings.ports.redis,
            db=database,
            password=(self.settings.secrets / "redis_password").read_text(),
            decode_responses=True,
            encoding_errors="replace",  # matching has keys of raw bytes
        )

    def log_lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The JSON lines of one process' log; others (a server's own start-up lines) are left out."""
        with (self.settings.logs / f"{name}.log").open(encoding="utf-8") as log:
            for line in log:
                if line.startswith("{"):
                    yield json.loads(line)


async def manage(*command: str, **variables: str) -> None:
    """A management command of auth-match, as an operator runs it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "native", "manage", *command),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "deploy"), **variables},
    )
    assert await process.wait() == 0, command


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
