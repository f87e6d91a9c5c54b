"""A dependency is unavailable, slow or restarted."""

import asyncio
import time
from contextlib import asynccontextmanager

import httpx
import pytest

from image_community.main import create_app


@asynccontextmanager
async def running(settings, **change):
    app = create_app(settings.model_copy(update=change))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=30) as client:
            yield client


def is_unavailable(answer) -> bool:
    return (
        answer.status_code == 503
        and answer.json()["code"] == "unavailable"
        and "retry-after" in answer.headers
        and answer.headers["content-type"] == "application/problem+json"
    )


async def test_without_redis_matches_and_votes_wait_and_all_else_goes_on(
    settings, db, make_post, alice, nothing_issued
):
    first, second = [await make_post(50 + n, is_tournament_opt_in=True) for n in range(2)]
    ballot = {
        "match_id": "0b7f6c1e-6a55-4a5c-9a3e-6f2d6a7c1b10",
        "winner_image_id": first,
        "loser_image_id": second,
    }
    async with running(settings, redis_url="redis://127.0.0.1:1/0") as client:
        assert is_unavailable(await client.get("/api/v1/tournaments/match", headers=alice.headers))
        assert await nothing_issued()
        vote = await client.post("/api/v1/tournaments/vote", headers=alice.headers, json=ballot)
        assert is_unavailable(vote)
        skip = {"match_id": ballot["match_id"]}
        assert is_unavailable(await client.post("/api/v1/tournaments/skip", headers=alice.headers, json=skip))
        assert (await client.get("/api/v1/tournaments/match")).status_code == 200
        liked = await client.post(f"/api/v1/images/{first}/like", headers=alice.headers)
        assert liked.status_code == 201
        for path in ("", "/feed/random", "/feed/top-24h", f"/{first}"):
            assert (await client.get(f"/api/v1/images{path}")).status_code == 200


@pytest.fixture
def nothing_issued(db):
    async def check() -> bool:
        return await db.fetchval("SELECT count(*) FROM tournament_matches") == 0

    return check


async def test_vote_already_given_is_answered_without_redis(client, settings, make_post, alice):
    for n in range(2):
        await make_post(50 + n, is_tournament_opt_in=True)
    match = (await client.get("/api/v1/tournaments/match", headers=alice.headers)).json()
    winner, loser = (each["id"] for each in match["images"])
    ballot = {"match_id": match["match_id"], "winner_image_id": winner, "loser_image_id": loser}
    await client.post("/api/v1/tournaments/vote", headers=alice.headers, json=ballot)
    async with running(settings, redis_url="redis://127.0.0.1:1/0") as other:
        again = await other.post("/api/v1/tournaments/vote", headers=alice.headers, json=ballot)
        assert again.status_code == 200


async def test_emptied_redis_ends_every_ticket_and_nothing_else(client, redis, db, make_post, alice):
    first, _ = [await make_post(50 + n, is_tournament_opt_in=True) for n in range(2)]
    match = (await client.get("/api/v1/tournaments/match", headers=alice.headers)).json()
    winner, loser = (each["id"] for each in match["images"])
    ballot = {"match_id": match["match_id"], "winner_image_id": winner, "loser_image_id": loser}
    await redis.flushdb()
    for change in ({}, {"match_id": None}, {"winner_image_id": loser, "loser_image_id": winner}):
        vote = await client.post("/api/v1/tournaments/vote", headers=alice.headers, json={**ballot, **change})
        assert (vote.status_code, vote.json()["code"]) == (410, "match_gone")
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 0
    assert await db.fetchval("SELECT sum(win_count + loss_count) FROM image_post_counters") == 0
    liked = await client.post(f"/api/v1/images/{first}/like", headers=alice.headers)
    assert (liked.status_code, liked.json()["like_count"]) == (201, 1)
    for path in ("images", "images/feed/random", "images/feed/top-24h", "tournaments/rankings"):
        assert (await client.get(f"/api/v1/{path}")).status_code == 200
    await make_post(60, is_tournament_opt_in=True)
    assert (await client.get("/api/v1/tournaments/match", headers=alice.headers)).status_code == 200


@pytest.fixture
async def full_redis(redis):
    """Refuses commands that need memory."""
    before = (await redis.config_get("maxmemory"))["maxmemory"]
    await redis.config_set("maxmemory", 1)
    yield
    await redis.config_set("maxmemory", before)


async def test_full_redis_refuses_matches_and_nothing_else(
    client, make_post, alice, nothing_issued, full_redis
):
    first, _ = [await make_post(50 + n, is_tournament_opt_in=True) for n in range(2)]
    assert is_unavailable(await client.get("/api/v1/tournaments/match", headers=alice.headers))
    assert await nothing_issued()
    assert (await client.get("/api/v1/tournaments/match")).status_code == 200
    liked = await client.post(f"/api/v1/images/{first}/like", headers=alice.headers)
    assert liked.status_code == 201


@pytest.fixture
async def silent_redis():
    """The address of a server that accepts connections and never answers."""

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(keep, "127.0.0.1", 0)
    yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
    server.close()


async def test_silent_redis_delays_one_like_and_no_more(settings, silent_redis, make_post, alice):
    post_id = await make_post()
    async with running(settings, redis_url=silent_redis) as client:
        path = f"/api/v1/images/{post_id}/like"
        assert (await client.post(path, headers=alice.headers)).status_code == 201
        began = time.monotonic()
        for _ in range(5):
            assert (await client.post(path, headers=alice.headers)).status_code == 200
        assert time.monotonic() - began < 2


async def test_silent_redis_keeps_no_connection_of_the_database(settings, silent_redis, make_post, make_user):
    first, second = [await make_post(50 + n, is_tournament_opt_in=True) for n in range(2)]
    of_match = {"match_id": "0b7f6c1e-6a55-4a5c-9a3e-6f2d6a7c1b10"}
    ballot = {**of_match, "winner_image_id": first, "loser_image_id": second}

    users = [make_user(100 + n).headers for n in range(60)]  # signing tokens takes the event loop's time

    async def ask(client, n):
        headers = users[n]
        match n % 3:
            case 0:
                return await client.get("/api/v1/tournaments/match", headers=headers)
            case 1:
                return await client.post("/api/v1/tournaments/vote", headers=headers, json=ballot)
        return await client.post("/api/v1/tournaments/skip", headers=headers, json=of_match)

    async with running(settings, redis_url=silent_redis) as client:
        voters = asyncio.gather(*(ask(client, n) for n in range(60)))
        waits = []
        while not voters.done():
            began = time.monotonic()
            assert (await client.get(f"/api/v1/images/{first}")).status_code == 200
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.05)
        # Not the first: it waits for sixty requests to begin on one event loop.
        assert max(waits[1:]) < 1
        assert all(is_unavailable(each) for each in await voters)


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/nothing", "postgresql://nobody@no-such-host.invalid/nothing"]
)
async def test_without_postgres_everything_is_503(settings, alice, url):
    async with running(settings, database_url=url) as client:
        assert is_unavailable(await client.get("/api/v1/images"))
        assert is_unavailable(await client.post("/api/v1/images/1/like", headers=alice.headers))


async def test_connections_ended_by_the_server_are_replaced(client, db, make_post):
    await make_post()
    assert (await client.get("/api/v1/images")).status_code == 200
    await db.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"  # returns when it has ended
        " WHERE datname = current_database() AND application_name = 'image-community'"
    )
    await asyncio.sleep(0.1)  # the event loop has seen it
    assert (await client.get("/api/v1/images")).status_code == 200


async def test_connection_lost_in_the_middle_is_503_and_heals(client, db, make_post, alice):
    post_id = await make_post()
    async with db.transaction():
        await db.execute("SELECT 1 FROM image_posts FOR UPDATE")
        waiting = asyncio.create_task(
            client.patch(f"/api/v1/images/{post_id}", headers=alice.headers, json={"prompt": "x"})
        )
        ended = 0
        while not ended:
            await asyncio.sleep(0.05)
            await db.execute("SELECT pg_stat_clear_snapshot()")  # of this very transaction
            ended = await db.fetchval(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
        assert is_unavailable(await waiting)
    assert (await client.get("/api/v1/images")).status_code == 200


async def test_blocked_and_exhausted_pool_is_503_in_time_while_still_ready(client, db, make_post):
    await make_post()
    async with db.transaction():
        await db.execute("LOCK TABLE image_posts IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        requests = [asyncio.create_task(client.get("/api/v1/images")) for _ in range(25)]
        await asyncio.sleep(0.5)
        assert (await client.get("/readyz")).status_code == 200
        answers = await asyncio.gather(*requests)
        assert all(is_unavailable(each) for each in answers)
        assert time.monotonic() - started < 8
    assert (await client.get("/api/v1/images")).status_code == 200
