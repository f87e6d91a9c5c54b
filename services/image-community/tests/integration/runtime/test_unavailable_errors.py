"""Temporary errors of PostgreSQL and Redis are 503, never 500."""

import json
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import Request
from redis.connection import DefaultParser
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from image_community.main import create_app
from image_community.runtime.database import reading, transaction, writing
from redis import exceptions

CONTRACT = Path(__file__).parents[5] / "contracts" / "unavailable_errors.json"
TABLE = json.loads(CONTRACT.read_text(encoding="utf-8"))
ROWS, DEFECTS = TABLE["rows"], TABLE["defects"]


def name_of(row):
    words = (row["driver"], row.get("sqlstate") or row.get("error") or "lost", row.get("reply") or "")
    return " ".join(words).strip()[:40]


def redis_error(row):
    if row["reply"] is None:
        return getattr(exceptions, row["error"])()
    error = DefaultParser.parse_error(row["reply"])
    assert type(error).__name__ == row["error"]
    return error


async def raise_row(row, sessions, way):
    """Errors with an SQLSTATE come from the server, through SQLAlchemy or from asyncpg itself."""
    if row["driver"] == "redis":
        raise redis_error(row)
    if row["driver"] == "pool":
        raise PoolTimeoutError("QueuePool limit of size 10 overflow 0 reached")
    async with way(sessions) as connection:
        run = connection.execute if way is not transaction else lambda sql: connection.execute(text(sql))
        if row["sqlstate"] is None:
            await run("SELECT pg_terminate_backend(pg_backend_pid())")
        await run(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{row['sqlstate']}'; END $$")


async def answer_to(settings, row, way=transaction):
    app = create_app(settings)

    async def raising(request: Request) -> None:
        await raise_row(row, request.app.state.connections.sessions, way)

    app.add_api_route("/raising", raising)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=30) as client:
            return await client.get("/raising")


@pytest.mark.parametrize("way", [transaction, reading, writing], ids=lambda way: way.__name__)
@pytest.mark.parametrize("row", ROWS, ids=name_of)
async def test_each_error_is_503_with_retry_after(settings, row, way):
    answer = await answer_to(settings, row, way)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "2"


@pytest.mark.parametrize("reply", ["ERR syntax error", "WRONGTYPE Operation against a key"])
async def test_a_defect_of_ours_is_still_500(settings, reply):
    answer = await answer_to(settings, {"driver": "redis", "error": "ResponseError", "reply": reply})
    assert answer.status_code == 500


@pytest.mark.parametrize("way", [transaction, reading, writing], ids=lambda way: way.__name__)
@pytest.mark.parametrize("row", DEFECTS, ids=name_of)
async def test_permanent_error_is_500(settings, row, way):
    assert (await answer_to(settings, row, way)).status_code == 500


async def test_wrong_use_of_a_connection_is_500(settings):
    """asyncpg raises an InterfaceError for it, as for a connection that is lost."""

    @asynccontextmanager
    async def misused(sessions):
        async with reading(sessions) as connection:
            await connection.fetch("SELECT $1::int")
            yield connection

    row = {"driver": "asyncpg", "sqlstate": "57014"}
    assert (await answer_to(settings, row, misused)).status_code == 500


@pytest.fixture
async def replica_of_a_dead_host(redis):
    """Refuses to write, and to read."""
    before = (await redis.config_get("replica-serve-stale-data"))["replica-serve-stale-data"]
    await redis.config_set("replica-serve-stale-data", "no")
    await redis.replicaof("127.0.0.1", "1")
    yield
    await redis.replicaof("NO", "ONE")
    await redis.config_set("replica-serve-stale-data", before)


async def test_redis_failover_is_not_500(client, make_post, alice, replica_of_a_dead_host):
    first, second = [await make_post(50 + n, is_tournament_opt_in=True) for n in range(2)]
    ballot = {"match_id": "0b7f6c1e-6a55-4a5c-9a3e-6f2d6a7c1b10", "winner_image_id": first}
    vote = {**ballot, "loser_image_id": second}
    match = await client.get("/api/v1/tournaments/match", headers=alice.headers)
    voted = await client.post("/api/v1/tournaments/vote", headers=alice.headers, json=vote)
    assert (match.status_code, voted.status_code) == (503, 503)
    assert (await client.post(f"/api/v1/images/{first}/like", headers=alice.headers)).status_code == 201
