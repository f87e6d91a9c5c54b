"""The processes themselves: started as in production, ended by SIGTERM."""

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager

import httpx
import pytest


@pytest.fixture
def environment(settings):
    names = ("DATABASE_URL", "REDIS_URL", "JWKS_URL", "ACCOUNT_EVENTS_URL", "MEDIA_ROOT")
    ours = {f"IMAGE_COMMUNITY_{name}": str(getattr(settings, name.lower())) for name in names}
    for name in ("database_password", "redis_password", "service_credential"):
        ours[f"IMAGE_COMMUNITY_{name.upper()}"] = getattr(settings, name).get_secret_value()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    root = os.path.dirname(os.path.dirname(sys.modules["image_community"].__file__))
    return {**kept, **ours, "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"}


@asynccontextmanager
async def running(environment, *arguments):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def lines_until(process, event: str) -> list[dict]:
    """What the process logs, every line of it JSON, up to the event."""
    lines: list[dict] = []
    async with asyncio.timeout(20):
        while not lines or lines[-1]["event"] != event:
            line = await process.stdout.readline()
            assert line, lines
            lines.append(json.loads(line))
    return lines


async def test_worker_leads_works_and_ends_cleanly(environment, db):
    async with running(environment, "image_community.worker") as worker:
        logged = await lines_until(worker, "leading")
        assert {"timestamp", "level", "event", "service"} <= logged[-1].keys()
        for job in ("sweep_orphans", "purge_withheld", "forget_old_matches"):
            done = await lines_until(worker, "job_done")
            assert done[-1]["job"] == job
        worker.send_signal(signal.SIGTERM)
        await lines_until(worker, "stopped")
        assert await worker.wait() == 0


async def test_second_worker_takes_over_when_the_first_is_killed(environment, db):
    async with running(environment, "image_community.worker") as first:
        await lines_until(first, "leading")
        async with running(environment, "image_community.worker") as second:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(lines_until(second, "leading"), timeout=2)
            first.kill()
            await lines_until(second, "leading")


async def test_worker_survives_the_loss_of_its_connection(environment, db):
    async with running(environment, "image_community.worker") as worker:
        await lines_until(worker, "leading")
        await db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'image-community'"
        )
        await lines_until(worker, "leadership_lost")
        await lines_until(worker, "leading")


async def test_web_process_logs_json_with_the_request_id_and_ends_on_sigterm(environment, db):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ("uvicorn", "--factory", "image_community.main:app_from_environment", "--no-access-log")
    async with running(environment, *arguments, "--port", str(port)) as web:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            for _ in range(100):
                try:
                    assert (await client.get("/readyz")).status_code == 200
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.1)
            headers = {"X-Request-ID": "my-request-1"}
            await client.get("/api/v1/images?model_name=secret-word", headers=headers)
        (line,) = [each for each in await lines_until(web, "request") if each["event"] == "request"]
        assert (line["path"], line["status"], line["request_id"]) == ("/api/v1/images", 200, "my-request-1")
        assert line["service"] == "image-community"
        assert "secret-word" not in json.dumps(line)
        web.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await web.wait() in {0, -signal.SIGTERM}
