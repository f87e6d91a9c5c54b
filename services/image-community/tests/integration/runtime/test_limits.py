"""Too many attempts of one user are 429 and change nothing; other users are not affected."""

import asyncio
from collections import Counter

import httpx
import pytest

from image_community.main import create_app
from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.limits import Action, Allowance, Limits
from image_community.runtime.redis import MAX_CONNECTIONS, make_redis


@pytest.fixture
async def strict(settings, db, redis):
    """Two processes with small allowances, over one Redis."""
    names = ("match", "vote", "like", "upload")
    change = {f"limit_{name}_per_user": Allowance(3, 600) for name in names}
    apps = [create_app(settings.model_copy(update=change)) for _ in range(2)]
    async with apps[0].router.lifespan_context(apps[0]), apps[1].router.lifespan_context(apps[1]):
        yield [
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") for app in apps
        ]


def ask(client, who, action):
    match action:
        case "match":
            return client.get("/api/v1/tournaments/match", headers=who.headers)
        case "vote":
            ballot = {"winner_image_id": 998, "loser_image_id": 999}
            return client.post("/api/v1/tournaments/vote", headers=who.headers, json=ballot)
        case "skip":
            body = {"match_id": "0b7f6c1e-6a55-4a5c-9a3e-6f2d6a7c1b10"}
            return client.post("/api/v1/tournaments/skip", headers=who.headers, json=body)
        case "like":
            return client.post("/api/v1/images/1/like", headers=who.headers)
        case "unlike":
            return client.delete("/api/v1/images/1/like", headers=who.headers)
        case "upload":
            files = {"file": ("x", b"no picture", "image/png")}
            return client.post("/api/v1/images", headers=who.headers, data={"prompt": "x"}, files=files)
    raise AssertionError(action)


ACTIONS = ("match", "vote", "skip", "like", "unlike", "upload")


@pytest.mark.parametrize("action", ACTIONS)
async def test_of_many_at_once_exactly_the_allowed_pass(strict, alice, bob, action):
    asked = (ask(strict[n % 2], alice, action) for n in range(20))
    statuses = Counter(answer.status_code for answer in await asyncio.gather(*asked))
    assert statuses[429] == 17, statuses
    refused = await ask(strict[0], alice, action)
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert 590 <= int(refused.headers["retry-after"]) <= 600
    assert (await ask(strict[0], bob, action)).status_code != 429


async def test_refused_tries_write_nothing(strict, make_post, alice, db, redis):
    for n in range(4):
        await make_post(50 + n, is_tournament_opt_in=True)
    match = (await ask(strict[0], alice, "match")).json()
    for _ in range(3):
        await ask(strict[0], alice, "vote")
    for action in ("match", "like"):
        for _ in range(3):
            await ask(strict[0], alice, action)
    likes = await db.fetchval("SELECT sum(like_count) FROM image_post_counters")
    issued = await db.fetchval("SELECT count(*) FROM tournament_matches")
    keys = set(await redis.keys("match:*"))
    winner, loser = (each["id"] for each in match["images"])
    ballot = {"match_id": match["match_id"], "winner_image_id": winner, "loser_image_id": loser}
    vote = await strict[1].post("/api/v1/tournaments/vote", headers=alice.headers, json=ballot)
    assert vote.status_code == 429
    for action in ("match", "like", "unlike"):
        assert (await ask(strict[1], alice, action)).status_code == 429
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 0
    assert await db.fetchval("SELECT sum(like_count) FROM image_post_counters") == likes
    assert await db.fetchval("SELECT count(*) FROM tournament_matches") == issued == 3
    assert set(await redis.keys("match:*")) == keys


async def test_the_count_ends_with_its_time(strict, alice, redis):
    for _ in range(4):
        last = await ask(strict[0], alice, "like")
    assert last.status_code == 429
    (key,) = await redis.keys("maru:limits:*")
    assert 590 <= await redis.ttl(key) <= 600
    await redis.pexpire(key, 1)
    await asyncio.sleep(0.05)
    assert (await ask(strict[0], alice, "like")).status_code == 404


async def test_guests_are_not_counted(strict, redis):
    for _ in range(5):
        assert (await strict[0].get("/api/v1/tournaments/match")).json()["code"] == "too_few_images"
    assert await redis.keys("*") == []


async def test_a_bad_token_comes_before_the_limit(strict, redis):
    headers = {"Authorization": "Bearer nothing"}
    for _ in range(5):
        assert (await strict[0].post("/api/v1/images/1/like", headers=headers)).status_code == 401
    assert await redis.keys("*") == []


async def test_full_connection_pool_skips_the_limit_of_one_request(settings, redis):
    """A full pool says nothing about Redis: the next request is counted again."""
    own = make_redis(settings, CircuitBreaker("redis"))
    limits = Limits(own, CircuitBreaker("redis"), settings.redis_url, {Action.LIKE: Allowance(1, 600)})
    assert await limits.spend(Action.LIKE, 1) == 0
    taken = [await own.connection_pool.get_connection() for _ in range(MAX_CONNECTIONS)]
    assert await limits.spend(Action.LIKE, 1) == 0
    for each in taken:
        await own.connection_pool.release(each)
    assert await limits.spend(Action.LIKE, 1) > 0
    await own.aclose()
