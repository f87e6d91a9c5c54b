"""Every way a vote is refused, in the order of the contract, with nothing written."""

import json
import uuid

import pytest


@pytest.fixture
async def match(fighters, get_match, alice):
    await fighters(4)
    return (await get_match(alice)).json()


def refusal(answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def test_without_token(vote, match, nothing_written):
    assert refusal(await vote(None, match)) == (401, "not_authenticated")
    assert await nothing_written()


async def test_expired(vote, match, alice, redis, nothing_written):
    await redis.delete(f"match:{match['match_id']}")
    assert refusal(await vote(alice, match)) == (410, "match_gone")
    assert await nothing_written()


async def test_never_issued(vote, match, alice, nothing_written):
    assert refusal(await vote(alice, match, match_id=str(uuid.uuid4()))) == (410, "match_gone")
    assert await nothing_written()


async def test_only_looked_at(vote, match, get_match, alice, nothing_written):
    looked = (await get_match()).json()
    assert refusal(await vote(alice, looked)) == (410, "match_gone")
    assert await nothing_written()


async def test_ticket_of_nobody(vote, match, alice, redis, nothing_written):
    key = f"match:{match['match_id']}"
    ticket = json.loads(await redis.get(key))
    del ticket["voter_id"]
    await redis.set(key, json.dumps(ticket), ex=300)
    assert refusal(await vote(alice, match)) == (410, "match_gone")
    assert await nothing_written()


async def test_foreign(vote, match, bob, nothing_written):
    assert refusal(await vote(bob, match)) == (403, "not_your_match")
    assert await nothing_written()


async def test_foreign_comes_before_wrong_pair(vote, match, bob, nothing_written):
    answer = await vote(bob, match, winner_image_id=10_000)
    assert refusal(answer) == (403, "not_your_match")


async def test_wrong_pair(vote, match, alice, nothing_written):
    shown = {each["id"] for each in match["images"]}
    other = next(each for each in range(1, 5) if each not in shown)
    for change in ({"winner_image_id": other}, {"loser_image_id": other}, {"loser_image_id": 2**31 - 1}):
        assert refusal(await vote(alice, match, **change)) == (409, "wrong_pair")
    assert await nothing_written()


@pytest.mark.parametrize("change", ["is_active = false, deleted_at = now()", "is_tournament_opt_in = false"])
@pytest.mark.parametrize("side", [0, 1])
async def test_image_gone_meanwhile(vote, match, alice, db, nothing_written, change, side):
    await db.execute(f"UPDATE image_posts SET {change} WHERE id = $1", match["images"][side]["id"])
    assert refusal(await vote(alice, match)) == (410, "match_gone")
    assert await nothing_written()


async def test_wrong_pair_comes_before_gone(vote, match, alice, db):
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now()")
    assert refusal(await vote(alice, match, winner_image_id=10_000)) == (409, "wrong_pair")


async def test_other_way_round(vote, match, alice, redis, db):
    await vote(alice, match)
    assert refusal(await vote(alice, match, swap=True)) == (409, "already_voted")
    await redis.flushdb()
    assert refusal(await vote(alice, match, swap=True)) == (409, "already_voted")
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 1


async def test_own_vote_comes_before_everything(vote, match, alice, redis, db):
    first = await vote(alice, match)
    await redis.flushdb()
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now()")
    again = await vote(alice, match)
    assert (again.status_code, again.json()["vote_id"]) == (200, first.json()["vote_id"])


async def test_pair_judged_in_another_match(vote, match, alice, db):
    """A second match of the pair can only be open if the first was judged after it was issued."""
    winner, loser = (each["id"] for each in match["images"])
    await db.execute(
        "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id)"
        " VALUES ($1, $2, $3, $4)",
        str(uuid.uuid4()),
        alice.user_id,
        loser,
        winner,
    )
    assert refusal(await vote(alice, match)) == (409, "pair_already_judged")
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 1
    assert await db.fetchval("SELECT sum(win_count) FROM image_post_counters") == 0


async def test_without_match_id_and_no_open_match(vote, match, bob, nothing_written):
    assert refusal(await vote(bob, match | {"match_id": None})) == (410, "match_gone")
    assert await nothing_written()


async def test_skipped(client, vote, match, alice, nothing_written):
    await client.post("/api/v1/tournaments/skip", headers=alice.headers, json={"match_id": match["match_id"]})
    assert refusal(await vote(alice, match)) == (410, "match_gone")
    assert refusal(await vote(alice, match | {"match_id": None})) == (410, "match_gone")
    assert await nothing_written()


@pytest.mark.parametrize(
    "change",
    [
        {"match_id": "x"},
        {"match_id": 5},
        {"match_id": "m" * 36},
        {"match_id": "\0" * 36},
        {"winner_image_id": 0},
        {"winner_image_id": 2**31},
        {"winner_image_id": 10**40},
        {"winner_image_id": "1"},
        {"winner_image_id": 1.5},
        {"winner_image_id": True},
        {"winner_image_id": [1]},
    ],
    ids=str,
)
async def test_wrong_fields(vote, match, alice, nothing_written, change):
    answer = await vote(alice, match, **change)
    assert refusal(answer) == (422, "invalid")
    assert [each["field"] for each in answer.json()["errors"]] == list(change)
    assert await nothing_written()


async def test_one_image_twice(vote, match, alice, nothing_written):
    only = match["images"][0]["id"]
    assert refusal(await vote(alice, match, loser_image_id=only)) == (422, "invalid")
    assert await nothing_written()
