"""POST /tournaments/skip: the ticket ends, nothing is counted."""

import uuid

import pytest

ADDRESS = "/api/v1/tournaments/skip"


@pytest.fixture
async def match(fighters, get_match, alice):
    await fighters()
    return (await get_match(alice)).json()


async def test_skip_ends_the_ticket_and_counts_nothing(client, match, alice, redis, db):
    answer = await client.post(ADDRESS, headers=alice.headers, json={"match_id": match["match_id"]})
    assert (answer.status_code, answer.content) == (204, b"")
    assert await redis.keys("match:*") == []
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 0
    assert await db.fetchval("SELECT sum(win_count + loss_count) FROM image_post_counters") == 0


async def test_skipping_again_is_204(client, match, alice):
    for _ in range(2):
        answer = await client.post(ADDRESS, headers=alice.headers, json={"match_id": match["match_id"]})
        assert answer.status_code == 204


async def test_skipped_pair_may_come_again(client, match, get_match, alice):
    assert (await get_match(alice)).json()["code"] == "no_pair_left"
    await client.post(ADDRESS, headers=alice.headers, json={"match_id": match["match_id"]})
    assert (await get_match(alice)).status_code == 200


async def test_vote_without_an_id_means_the_newest_match_of_the_pair(client, match, get_match, vote, alice):
    await client.post(ADDRESS, headers=alice.headers, json={"match_id": match["match_id"]})
    newest = (await get_match(alice)).json()
    answer = await vote(alice, newest, match_id=None)
    assert answer.status_code == 201
    assert answer.json()["match_id"] == newest["match_id"]


async def test_refusals_write_nothing(client, match, vote, alice, bob, unchanged):
    async def code(who, match_id) -> tuple[int, str]:
        async with unchanged():
            headers = who.headers if who else {}
            answer = await client.post(ADDRESS, headers=headers, json={"match_id": match_id})
        return answer.status_code, answer.json()["code"]

    assert await code(None, match["match_id"]) == (401, "not_authenticated")
    assert await code(bob, match["match_id"]) == (403, "not_your_match")
    assert await code(alice, str(uuid.uuid4())) == (410, "match_gone")
    assert await code(alice, "x") == (422, "invalid")
    await vote(alice, match)
    assert await code(alice, match["match_id"]) == (409, "already_voted")


async def test_account_that_just_went_is_refused(client, match, alice, db, unchanged):
    await db.execute(
        "INSERT INTO account_standings (user_id, standing) VALUES ($1, 'disabled')", alice.user_id
    )
    async with unchanged():
        answer = await client.post(ADDRESS, headers=alice.headers, json={"match_id": match["match_id"]})
    assert answer.json()["code"] == "invalid_token"
