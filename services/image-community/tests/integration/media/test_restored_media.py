"""The worker and a web process, on a media folder restored beside an empty database."""

import asyncio
import socket
from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def web(running):
    """A started web process; yields a client."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ("uvicorn", "--factory", "image_community.main:app_from_environment", "--no-access-log")
    async with (
        running(*arguments, "--port", str(port)),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
        asyncio.timeout(60),
    ):
        while True:
            try:
                if (await client.get("/startupz")).status_code == 200:
                    break
            except httpx.ConnectError:
                await asyncio.sleep(0.1)
        yield client


async def test_files_stay_and_everything_says_so_until_an_operator_adopts_them(
    running, lines_until, make_file, make_post, marker, database_id
):
    kept = [make_file("public" if n % 2 else "withheld") for n in range(60)]
    async with running("image_community.worker") as worker:
        logged = await lines_until(worker, "media_store_refused")
        assert (logged[-1]["level"], logged[-1]["files"], logged[-1]["named"]) == ("error", 60, 0)
        refused = await lines_until(worker, "job_refused_by_media_guard")
        assert refused[-1]["job"] == "sweep_files"
        async with web(running) as client:
            answer = await client.get("/readyz")
            assert (answer.status_code, answer.json()["code"]) == (503, "media_store_refused")
            assert "docs/runbook.md" in answer.json()["detail"]
            assert answer.headers["retry-after"]
            assert "\nmaru_media_store_refused 1.0\n" in (await client.get("/metrics")).text
            assert (await client.get("/healthz")).status_code == 200
            assert (await client.get("/api/v1/images")).status_code == 200
            assert all(each.is_file() for each in kept)
            async with running("image_community.media", "adopt", "--confirm") as command:
                assert await command.wait() == 0
            assert marker.read_text().strip() == database_id
            assert (await client.get("/readyz")).status_code == 200
            assert "\nmaru_media_store_refused 0.0\n" in (await client.get("/metrics")).text
    assert all(each.is_file() for each in kept)


async def test_media_of_another_database_are_left_alone(running, lines_until, make_file, marker, db):
    path = make_file()
    marker.write_text("00000000-0000-0000-0000-000000000000\n")
    async with running("image_community.worker") as worker:
        logged = await lines_until(worker, "media_store_refused")
        assert logged[-1]["error"] == "other_database"
        await lines_until(worker, "job_refused_by_media_guard")
        async with web(running) as client:
            assert (await client.get("/readyz")).json()["code"] == "media_store_refused"
    assert path.is_file()
    assert marker.read_text() == "00000000-0000-0000-0000-000000000000\n"
