"""GET /tournaments/match: which pairs are issued, and the tickets in Redis."""

import asyncio
import json
import time
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from image_community.runtime.clock import get_now
from image_community.tournaments import service


async def test_answer_and_ticket(get_match, fighters, alice, redis, db):
    made = await fighters()
    answer = await get_match(alice)
    assert answer.status_code == 200
    match = answer.json()
    assert {each["id"] for each in match["images"]} == set(made)
    assert [match["image1"], match["image2"]] == match["images"]
    assert uuid.UUID(match["match_id"]).version == 4
    assert answer.headers["cache-control"] == "no-store"
    key = f"match:{match['match_id']}"
    assert await redis.type(key) == "string"
    assert 295 <= await redis.ttl(key) <= 300
    ticket = json.loads(await redis.get(key))
    assert ticket["image_ids"] == [each["id"] for each in match["images"]]
    assert ticket["voter_id"] == alice.user_id
    created_at = datetime.fromisoformat(ticket["created_at"])
    assert datetime.fromisoformat(match["expires_at"]) - created_at == timedelta(seconds=300)
    row = await db.fetchrow("SELECT * FROM tournament_matches")
    assert [row["left_image_id"], row["right_image_id"]] == ticket["image_ids"]


async def test_guests_get_a_match_without_a_ticket(get_match, fighters, redis, db):
    await fighters()
    match = (await get_match()).json()
    assert len(match["images"]) == 2
    assert match["expires_at"] is None
    assert await redis.keys("*") == []
    assert await db.fetchval("SELECT count(*) FROM tournament_matches") == 0


async def test_stale_token_is_refused_where_a_guest_is_welcome(
    client, get_match, fighters, sign, alice, redis
):
    """A match as for guests has no ticket, so the vote would be lost."""
    await fighters()
    assert (await get_match()).status_code == 200
    for bad in (f"Bearer {sign(alice.user_id, exp=int(time.time()) - 60)}", "Bearer nonsense", "Basic YTpi"):
        answer = await client.get("/api/v1/tournaments/match", headers={"Authorization": bad})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), bad
    assert await redis.keys("match:*") == []


async def test_too_few_images_is_409_with_a_sentence(get_match, fighters, make_post, alice, unchanged):
    await fighters(1)
    await make_post()  # not taking part
    await make_post(is_tournament_opt_in=True, is_active=False)
    await make_post(alice.user_id, is_tournament_opt_in=True)  # her own
    async with unchanged():
        answer = await get_match(alice)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_few_images")
    assert answer.json()["detail"].endswith(".")


async def test_images_of_one_author_do_not_meet(get_match, fighters, alice):
    await fighters(5, author=50)
    for who in (alice, None):
        answer = await get_match(who)
        assert (answer.status_code, answer.json()["code"]) == (409, "too_few_authors")


async def test_own_images_make_up_for_neither_an_image_nor_an_author(get_match, fighters, make_post, alice):
    for _ in range(3):
        await make_post(alice.user_id, is_tournament_opt_in=True)
    await fighters(1, author=50)
    assert (await get_match(alice)).json()["code"] == "too_few_images"
    await fighters(1, author=50)
    assert (await get_match(alice)).json()["code"] == "too_few_authors"
    assert (await get_match()).status_code == 200  # a guest is shown hers
    await fighters(1, author=51)
    assert (await get_match(alice)).status_code == 200


async def test_own_images_are_not_shown(get_match, fighters, make_post, alice):
    own = [await make_post(alice.user_id, is_tournament_opt_in=True) for _ in range(5)]
    others = await fighters(2)
    match = (await get_match(alice)).json()
    assert {each["id"] for each in match["images"]} == set(others)
    assert not set(own) & set(others)


async def test_open_pair_is_not_issued_again(get_match, fighters, alice, bob, unchanged):
    await fighters(3)
    seen = [frozenset(each["id"] for each in (await get_match(alice)).json()["images"]) for _ in range(3)]
    assert len(set(seen)) == 3
    async with unchanged():
        assert (await get_match(alice)).json()["code"] == "no_pair_left"
    assert (await get_match(bob)).status_code == 200


async def test_expired_pair_may_come_again(app, get_match, fighters, alice):
    await fighters(2)
    assert (await get_match(alice)).status_code == 200
    app.dependency_overrides[get_now] = lambda: datetime.now(UTC) + timedelta(seconds=301)
    assert (await get_match(alice)).status_code == 200


async def test_judged_pair_comes_again_after_a_day(app, get_match, fighters, vote, alice):
    await fighters(2)
    await vote(alice, (await get_match(alice)).json())
    app.dependency_overrides[get_now] = lambda: datetime.now(UTC) + timedelta(hours=23, minutes=59)
    assert (await get_match(alice)).json()["code"] == "no_pair_left"
    app.dependency_overrides[get_now] = lambda: datetime.now(UTC) + timedelta(hours=24, minutes=1)
    assert (await get_match(alice)).status_code == 200


async def test_account_that_just_went_is_refused(get_match, fighters, alice, db, redis):
    await fighters()
    await db.execute(
        "INSERT INTO account_standings (user_id, standing) VALUES ($1, 'deleted')", alice.user_id
    )
    answer = await get_match(alice)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert await redis.keys("match:*") == []
    assert await db.fetchval("SELECT count(*) FROM tournament_matches") == 0


async def test_many_matches_may_be_open_at_a_time(get_match, fighters, vote, alice):
    """Votes in any order, each by its own ticket, with or without the match id."""
    await fighters(4)
    matches = [(await get_match(alice)).json() for _ in range(6)]
    for n, match in enumerate(reversed(matches)):
        answer = await vote(alice, match if n % 2 else match | {"match_id": None})
        assert (answer.status_code, answer.json()["match_id"]) == (201, match["match_id"])


@pytest.mark.parametrize("is_known", [True, False])
async def test_image_withdrawn_after_it_was_drawn_is_not_shown(
    get_match, fighters, alice, db, monkeypatch, is_known
):
    await fighters(3)
    withdrawn: list[int] = []

    async def draw_and_withdraw(*args, **options):
        left, right = await draw(*args, **options)
        if not withdrawn:
            withdrawn.append(left.id)
            await db.execute(
                "UPDATE image_posts SET is_active = false, deleted_at = now() WHERE id = $1", left.id
            )
        return left, right

    draw = service.draw
    monkeypatch.setattr(service, "draw", draw_and_withdraw)
    match = (await get_match(alice if is_known else None)).json()
    assert len(withdrawn) == 1
    assert {each["id"] for each in match["images"]}.isdisjoint(withdrawn)


async def test_images_that_can_never_be_shown_end_in_503(client, fighters, alice, db, unchanged):
    await fighters(2)
    await db.execute("DELETE FROM image_post_counters")
    async with unchanged(), asyncio.timeout(5):
        answer = await client.get("/api/v1/tournaments/match", headers=alice.headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
