"""The processes themselves: started as in production, ended by SIGTERM."""

import asyncio
import json
import signal
import socket

import httpx
import pytest


async def test_worker_leads_works_and_ends_cleanly(running, lines_until, db):
    async with running("image_community.worker") as worker:
        logged = await lines_until(worker, "leading")
        assert {"timestamp", "level", "event", "service"} <= logged[-1].keys()
        done: set[str] = set()
        while not {"delete_old_matches", "purge_withheld", "sweep_files"} <= done:
            done.add((await lines_until(worker, "job_done"))[-1]["job"])
        worker.send_signal(signal.SIGTERM)
        await lines_until(worker, "stopped")
        assert await worker.wait() == 0


async def test_worker_fits_and_renders_charts(running, lines_until, db, make_post):
    first, second = await make_post(1, model_name="a"), await make_post(2, model_name="b")
    await db.execute(
        """INSERT INTO tournament_votes
           (match_id, voter_id, winner_image_id, loser_image_id, winner_model_key, loser_model_key)
           SELECT gen_random_uuid()::text, n, $1, $2, 'a', 'b' FROM generate_series(1, 300) n""",
        first,
        second,
    )
    async with running("image_community.worker"):
        for _ in range(300):
            if await db.fetchval("SELECT count(*) FROM leaderboard_documents") == 5:
                break
            await asyncio.sleep(0.2)
    assert await db.fetchval("SELECT count(*) FROM leaderboard_documents") == 5
    assert await db.fetchval("SELECT count(*) FROM image_ratings") == 2


async def test_second_worker_takes_over_when_the_first_is_killed(running, lines_until, db):
    async with running("image_community.worker") as first:
        await lines_until(first, "leading")
        async with running("image_community.worker") as second:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(lines_until(second, "leading"), timeout=2)
            first.kill()
            await lines_until(second, "leading")


async def test_worker_survives_the_loss_of_its_connection(running, lines_until, db):
    async with running("image_community.worker") as worker:
        await lines_until(worker, "leading")
        await db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'image-community'"
        )
        await lines_until(worker, "leadership_lost")
        await lines_until(worker, "leading")


async def test_web_process_logs_json_with_the_request_id_and_ends_on_sigterm(running, lines_until, db):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ("uvicorn", "--factory", "image_community.main:app_from_environment", "--no-access-log")
    async with running(*arguments, "--port", str(port)) as web:
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
