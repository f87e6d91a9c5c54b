"""Every way a vote is refused, in the order of the contract. Rows, counters and tickets do not change."""

import json
import uuid

import pytest


@pytest.fixture
async def match(fighters, get_match, alice):
    await fighters(4)
    return (await get_match(alice)).json()


@pytest.fixture
def refusal(vote, unchanged):
    """Votes; returns the refusal, and fails if anything was written."""

    async def ask(who, match, **change) -> tuple[int, str]:
        async with unchanged():
            answer = await vote(who, match, **change)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"]

    return ask


async def withdraw_all(db) -> None:
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now()")


async def test_without_token(refusal, match):
    assert await refusal(None, match) == (401, "not_authenticated")


async def test_account_that_just_went(refusal, match, alice, db):
    await db.execute(
        "INSERT INTO account_standings (user_id, standing) VALUES ($1, 'deleted')", alice.user_id
    )
    assert await refusal(alice, match) == (401, "invalid_token")


# First: what this voter said of this match before.


async def test_other_way_round_also_after_expiry(refusal, vote, match, alice, redis):
    await vote(alice, match)
    assert await refusal(alice, match, swap=True) == (409, "already_voted")
    assert await refusal(alice, match | {"match_id": None}, swap=True) == (409, "already_voted")
    await redis.flushdb()
    assert await refusal(alice, match, swap=True) == (409, "already_voted")
    assert await refusal(alice, match | {"match_id": None}, swap=True) == (409, "already_voted")


async def test_other_images_on_a_judged_match(refusal, vote, match, alice):
    await vote(alice, match)
    assert await refusal(alice, match, winner_image_id=10_000) == (409, "already_voted")


async def test_own_vote_comes_before_everything(vote, match, alice, redis, db, unchanged):
    first = await vote(alice, match)
    await redis.flushdb()
    await withdraw_all(db)
    async with unchanged():
        again = await vote(alice, match)
    assert (again.status_code, again.json()["vote_id"]) == (200, first.json()["vote_id"])


# Second: the ticket.


async def test_expired(refusal, match, alice, redis):
    await redis.delete(f"match:{match['match_id']}")
    assert await refusal(alice, match) == (410, "match_gone")
    assert await refusal(alice, match | {"match_id": None}) == (410, "match_gone")


async def test_expired_comes_before_wrong_pair(refusal, match, alice, redis):
    await redis.delete(f"match:{match['match_id']}")
    assert await refusal(alice, match, winner_image_id=10_000) == (410, "match_gone")


async def test_never_issued(refusal, match, alice):
    assert await refusal(alice, match, match_id=str(uuid.uuid4())) == (410, "match_gone")


async def test_only_looked_at(refusal, match, get_match, alice):
    assert await refusal(alice, (await get_match()).json()) == (410, "match_gone")


async def test_ticket_without_a_voter(refusal, match, alice, redis):
    key = f"match:{match['match_id']}"
    ticket = json.loads(await redis.get(key))
    del ticket["voter_id"]
    await redis.set(key, json.dumps(ticket), ex=300)
    assert await refusal(alice, match) == (410, "match_gone")


async def test_skipped(client, refusal, match, alice):
    await client.post("/api/v1/tournaments/skip", headers=alice.headers, json={"match_id": match["match_id"]})
    assert await refusal(alice, match) == (410, "match_gone")
    assert await refusal(alice, match | {"match_id": None}) == (410, "match_gone")


async def test_foreign(refusal, match, bob):
    assert await refusal(bob, match) == (403, "not_your_match")


async def test_foreign_stays_foreign_after_its_owner_voted(refusal, vote, match, alice, bob):
    await vote(alice, match)
    assert await refusal(bob, match) == (403, "not_your_match")
    assert await refusal(bob, match, swap=True) == (403, "not_your_match")


async def test_foreign_comes_before_wrong_pair_and_gone(refusal, match, bob, db):
    await withdraw_all(db)
    assert await refusal(bob, match, winner_image_id=10_000) == (403, "not_your_match")


async def test_wrong_pair(refusal, match, alice):
    shown = {each["id"] for each in match["images"]}
    other = next(each for each in range(1, 5) if each not in shown)
    for change in ({"winner_image_id": other}, {"loser_image_id": other}, {"loser_image_id": 2**31 - 1}):
        assert await refusal(alice, match, **change) == (409, "wrong_pair")


async def test_pair_of_another_open_match(refusal, get_match, match, alice):
    other = (await get_match(alice)).json()
    assert await refusal(alice, other | {"match_id": match["match_id"]}) == (409, "wrong_pair")


async def test_wrong_pair_comes_before_gone(refusal, match, alice, db):
    await withdraw_all(db)
    assert await refusal(alice, match, winner_image_id=10_000) == (409, "wrong_pair")


async def test_without_match_id_another_pair_or_voter_has_no_match(refusal, match, alice, bob):
    assert await refusal(bob, match | {"match_id": None}) == (410, "match_gone")
    assert await refusal(alice, match | {"match_id": None}, winner_image_id=10_000) == (410, "match_gone")


# Third: the images.

GONE = {
    "withdrawn": "UPDATE image_posts SET is_active = false, deleted_at = now() WHERE id = $1",
    "opted out": "UPDATE image_posts SET is_tournament_opt_in = false WHERE id = $1",
    "hidden with its owner": "UPDATE image_posts SET is_active = false, owner_disabled = true WHERE id = $1",
    "deleted with its owner": "DELETE FROM image_posts WHERE id = $1",
}


@pytest.mark.parametrize("change", GONE.values(), ids=GONE)
@pytest.mark.parametrize("side", [0, 1])
async def test_image_gone_meanwhile(refusal, match, alice, db, change, side):
    await db.execute(change, match["images"][side]["id"])
    assert await refusal(alice, match) == (410, "match_gone")
    assert await refusal(alice, match | {"match_id": None}) == (410, "match_gone")


# Last: one judgement per voter and pair in 24 hours, whatever the match.


@pytest.fixture
def judged_elsewhere(db, match, alice):
    async def write(hours_ago: float) -> None:
        """A second match of a pair can be open if the first was issued before and judged after it."""
        winner, loser = (each["id"] for each in match["images"])
        await db.execute(
            "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id, created_at)"
            " VALUES ($1, $2, $3, $4, now() - $5 * interval '1 hour')",
            *(str(uuid.uuid4()), alice.user_id, loser, winner, hours_ago),
        )

    return write


async def test_pair_judged_in_another_match(refusal, match, alice, judged_elsewhere):
    await judged_elsewhere(23.9)
    assert await refusal(alice, match) == (409, "pair_already_judged")
    assert await refusal(alice, match, swap=True) == (409, "pair_already_judged")


async def test_pair_judged_a_day_ago_may_be_judged_again(vote, match, alice, judged_elsewhere):
    await judged_elsewhere(24.1)
    assert (await vote(alice, match)).status_code == 201


async def test_gone_comes_before_judged(refusal, match, alice, db, judged_elsewhere):
    await judged_elsewhere(1)
    await withdraw_all(db)
    assert await refusal(alice, match) == (410, "match_gone")


# What is no vote at all.


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
async def test_wrong_fields(vote, match, alice, unchanged, change):
    async with unchanged():
        answer = await vote(alice, match, **change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [each["field"] for each in answer.json()["errors"]] == list(change)


async def test_one_image_twice(vote, match, alice, unchanged):
    async with unchanged():
        answer = await vote(alice, match, loser_image_id=match["images"][0]["id"])
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [each["code"] for each in answer.json()["errors"]] == ["same_image"]


async def test_broken_bodies(client, match, alice, unchanged):
    sent = {b"{": 400, b"[]": 422, b"": 422, b"null": 422}
    kind = {"Content-Type": "application/json"}
    for body, status in sent.items():
        async with unchanged():
            answer = await client.post(
                "/api/v1/tournaments/vote", headers={**alice.headers, **kind}, content=body
            )
        assert answer.status_code == status, body
    async with unchanged():
        answer = await client.post("/api/v1/tournaments/vote", headers=alice.headers, data={"winner": 1})
    assert answer.status_code == 415
