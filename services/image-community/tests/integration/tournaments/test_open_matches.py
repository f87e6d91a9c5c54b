"""GET /tournaments/matches/open: the matches on which the caller may still vote."""

from datetime import UTC, datetime, timedelta

import pytest

from image_community.runtime.clock import get_now

ADDRESS = "/api/v1/tournaments/matches/open"


@pytest.fixture
def open_ids(client):
    async def read(who, query: str = "") -> list[str]:
        answer = await client.get(ADDRESS + query, headers=who.headers)
        assert answer.status_code == 200, answer.text
        return [each["match_id"] for each in answer.json()]

    return read


@pytest.fixture
async def matches(fighters, get_match, alice):
    """Three open matches of Alice, the oldest first."""
    await fighters(3)
    return [(await get_match(alice)).json() for _ in range(3)]


async def test_open_matches_are_as_they_were_issued_newest_first(client, matches, alice, bob, open_ids):
    answer = await client.get(ADDRESS, headers=alice.headers)
    assert answer.json() == matches[::-1]
    assert answer.headers["cache-control"] == "no-store"
    assert await open_ids(bob) == []


async def test_each_may_be_judged(client, matches, alice, vote):
    for match in (await client.get(ADDRESS, headers=alice.headers)).json():
        assert (await vote(alice, match)).status_code == 201


async def test_judged_and_skipped_matches_are_not_open(client, matches, alice, vote, open_ids):
    judged, skipped, left = matches
    await vote(alice, judged)
    await client.post(
        "/api/v1/tournaments/skip", headers=alice.headers, json={"match_id": skipped["match_id"]}
    )
    assert await open_ids(alice) == [left["match_id"]]


@pytest.mark.parametrize("gone", ["is_tournament_opt_in = false", "is_active = false, deleted_at = now()"])
async def test_match_whose_image_takes_no_part_is_not_open(matches, alice, db, open_ids, gone):
    image_id = matches[0]["images"][0]["id"]
    await db.execute(f"UPDATE image_posts SET {gone} WHERE id = $1", image_id)
    without = [each for each in matches if image_id not in {image["id"] for image in each["images"]}]
    assert await open_ids(alice) == [each["match_id"] for each in without[::-1]]
    assert len(without) == 1


async def test_expired_matches_are_not_open(app, matches, alice, open_ids):
    app.dependency_overrides[get_now] = lambda: datetime.now(UTC) + timedelta(seconds=301)
    assert await open_ids(alice) == []


async def test_match_without_a_ticket_is_not_open(matches, alice, redis, open_ids):
    """As after Redis was emptied: a vote on it would be refused."""
    await redis.delete(f"match:{matches[1]['match_id']}")
    assert await open_ids(alice) == [matches[2]["match_id"], matches[0]["match_id"]]


async def test_limit(client, matches, alice, open_ids):
    assert await open_ids(alice, "?limit=2") == [each["match_id"] for each in matches[:0:-1]]
    for wrong in ("0", "51", "x"):
        answer = await client.get(f"{ADDRESS}?limit={wrong}", headers=alice.headers)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "limit")


async def test_it_needs_a_token(client):
    assert (await client.get(ADDRESS)).status_code == 401


async def test_it_costs_two_statements(matches, alice, client, sent_statements):
    await client.get(ADDRESS, headers=alice.headers)
    assert len(await sent_statements()) == 2
