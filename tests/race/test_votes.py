"""Votes at one moment, through the gateway and both processes of image-community: each counts once.

The database is asked behind the gateway, to compare, and first of all to take earlier images out of the way.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from tests.people.person import MakePerson, Person
from tests.people.pictures import picture

MATCH, VOTE = "/api/v1/tournaments/match", "/api/v1/tournaments/vote"
SIGN_UPS_AT_ONCE = 8
Ballot = dict[str, Any]


@pytest.fixture
async def field(make_person: MakePerson, db: Any) -> Callable[[int], Awaitable[list[int]]]:
    """Makes images that take part, each by an author of its own, and takes all others out."""

    async def make(count: int) -> list[int]:
        await db.execute("UPDATE image_posts SET is_tournament_opt_in = false WHERE is_tournament_opt_in")
        content = picture(".png", width=64, height=64)
        authors = [await make_person("painter") for _ in range(count)]
        return [(await each.post_image(content, "a picture"))["id"] for each in authors]

    return make


async def crowd(make_person: MakePerson, size: int) -> list[Person]:
    """Signed up a few at a time: hashing a password is meant to be slow."""
    people: list[Person] = []
    while len(people) < size:
        some = min(SIGN_UPS_AT_ONCE, size - len(people))
        people += await asyncio.gather(*(make_person("voter") for _ in range(some)))
    return people


async def patiently(person: Person, method: str, path: str, **given: Any) -> httpx.Response:
    """503 with Retry-After means that nothing was done, and to come back."""
    for _ in range(100):
        answer = await person.ask(method, path, **given)
        if answer.status_code != 503:
            return answer
        await asyncio.sleep(float(answer.headers["retry-after"]) / 4)
    raise AssertionError("the service stays away")


async def cast(person: Person, ballot: Ballot) -> httpx.Response:
    return await patiently(person, "POST", VOTE, json=ballot)


async def ballot_of(person: Person, *, swap: bool = False) -> Ballot:
    answer = await patiently(person, "GET", MATCH)
    assert answer.status_code == 200, answer.text
    winner, loser = [each["id"] for each in answer.json()["images"]][:: -1 if swap else 1]
    return {"match_id": answer.json()["match_id"], "winner_image_id": winner, "loser_image_id": loser}


def turned(ballot: Ballot) -> Ballot:
    return {
        **ballot,
        "winner_image_id": ballot["loser_image_id"],
        "loser_image_id": ballot["winner_image_id"],
    }


async def expect_counters_equal_rows(db: Any, images: list[int]) -> None:
    wrong = await db.fetch(
        """SELECT * FROM image_post_counters c WHERE image_post_id = ANY($1) AND (
           win_count <> (SELECT count(*) FROM tournament_votes WHERE winner_image_id = c.image_post_id) OR
           loss_count <> (SELECT count(*) FROM tournament_votes WHERE loser_image_id = c.image_post_id))""",
        images,
    )
    assert wrong == []


async def deadlocks(db: Any) -> int:
    """How many PostgreSQL has resolved in this database; it reports after up to a second."""
    await asyncio.sleep(1.5)
    await db.execute("SELECT pg_stat_clear_snapshot()")
    return int(await db.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))


async def test_votes_of_one_voter_on_one_match_at_once_are_one(
    alice: Person, db: Any, field: Any, is_long: bool
) -> None:
    """Half of them the other way round, a third without the match's id."""
    images = await field(2)
    ballot = await ballot_of(alice)
    count = 500 if is_long else 60
    ballots = [turned(ballot) if n % 2 else ballot for n in range(count)]
    sent = [{**each, "match_id": None} if n % 3 == 0 else each for n, each in enumerate(ballots)]
    answers = await asyncio.gather(*(cast(alice, each) for each in sent))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {201: 1, 200: count // 2 - 1, 409: count // 2}, statuses
    assert len({answer.json()["vote_id"] for answer in answers if answer.status_code < 300}) == 1
    assert (
        await db.fetchval("SELECT count(*) FROM tournament_votes WHERE winner_image_id = ANY($1)", images)
        == 1
    )
    await expect_counters_equal_rows(db, images)


async def test_votes_of_many_voters_on_one_pair_at_once_all_count(
    make_person: MakePerson, db: Any, field: Any, is_long: bool
) -> None:
    """Each sends its vote twice at once."""
    images = await field(2)
    voters = await crowd(make_person, 500 if is_long else 20)
    ballots = [await ballot_of(voter) for voter in voters]
    twice = [(voter, ballot) for voter, ballot in zip(voters, ballots, strict=True) for _ in range(2)]
    answers = await asyncio.gather(*(cast(voter, ballot) for voter, ballot in twice))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {201: len(voters), 200: len(voters)}, statuses
    rows = await db.fetch(
        "SELECT voter_id, match_id, winner_image_id, winner_was_left FROM tournament_votes"
        " WHERE winner_image_id = ANY($1)",
        images,
    )
    expected = {
        (voter.id, ballot["match_id"], ballot["winner_image_id"], True)
        for voter, ballot in zip(voters, ballots, strict=True)
    }
    assert len(rows) == len(voters)
    assert set(map(tuple, rows)) == expected
    await expect_counters_equal_rows(db, images)


async def test_opposite_votes_never_deadlock(
    make_person: MakePerson, db: Any, field: Any, is_long: bool
) -> None:
    """Each voter holds all ten pairs of five images open and judges them at once; neighbours disagree."""
    images = await field(5)
    voters = await crowd(make_person, 200 if is_long else 8)
    before = await deadlocks(db)
    ballots = [
        (voter, await ballot_of(voter, swap=bool(n % 2))) for n, voter in enumerate(voters) for _ in range(10)
    ]
    answers = await asyncio.gather(*(cast(voter, ballot) for voter, ballot in ballots))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {201: len(ballots)}, statuses
    assert await deadlocks(db) == before
    await expect_counters_equal_rows(db, images)
    counted = await db.fetchval(
        "SELECT sum(win_count) FROM image_post_counters WHERE image_post_id = ANY($1)", images
    )
    assert counted == len(ballots)
