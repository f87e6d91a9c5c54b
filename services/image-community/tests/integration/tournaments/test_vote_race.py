"""Concurrent votes: each is counted once, and counters equal rows."""

import asyncio
import random


async def counters_equal_rows(db) -> bool:
    wrong = await db.fetchval(
        """SELECT count(*) FROM image_post_counters c WHERE
           win_count <> (SELECT count(*) FROM tournament_votes WHERE winner_image_id = c.image_post_id) OR
           loss_count <> (SELECT count(*) FROM tournament_votes WHERE loser_image_id = c.image_post_id)"""
    )
    return wrong == 0


async def test_hundred_votes_of_one_person_on_one_match_are_one(fighters, get_match, vote, alice, db):
    await fighters()
    match = (await get_match(alice)).json()
    answers = await asyncio.gather(*(vote(alice, match) for _ in range(100)))
    assert sorted(each.status_code for each in answers) == [200] * 99 + [201]
    assert len({each.json()["vote_id"] for each in answers}) == 1
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 1
    assert await counters_equal_rows(db)


async def test_both_ways_at_once_is_one_vote(fighters, get_match, vote, alice, db):
    await fighters()
    match = (await get_match(alice)).json()
    answers = await asyncio.gather(*(vote(alice, match, swap=n % 2 == 0) for n in range(50)))
    statuses = [each.status_code for each in answers]
    assert statuses.count(201) == 1
    assert statuses.count(409) == 25
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 1
    assert await counters_equal_rows(db)


async def test_hundred_people_on_the_same_two_images_at_once(
    fighters, get_match, vote, make_user, db, deadlocks
):
    """In both directions, so that counter rows are locked in both orders. A deadlock would be a 503."""
    await fighters()
    before = await deadlocks()
    users = [make_user(200 + n) for n in range(100)]
    matches = await asyncio.gather(*(get_match(who) for who in users))
    votes = [
        vote(who, match.json(), swap=random.random() < 0.5) for who, match in zip(users, matches, strict=True)
    ]
    answers = await asyncio.gather(*votes)
    assert [each.status_code for each in answers] == [201] * 100
    assert await deadlocks() == before
    assert await db.fetchval("SELECT sum(win_count) FROM image_post_counters") == 100
    assert await counters_equal_rows(db)


async def test_votes_while_an_image_is_withdrawn_end_before_it_or_are_refused(
    client, fighters, get_match, vote, make_user, db
):
    first, _ = await fighters()
    users = [make_user(n) for n in range(1, 31)]
    matches = [(await get_match(who)).json() for who in users]
    owner = make_user(100)
    calls = [vote(who, match) for who, match in zip(users, matches, strict=True)]
    calls.insert(15, client.delete(f"/api/v1/images/{first}", headers=owner.headers))
    answers = await asyncio.gather(*calls)
    assert {each.status_code for each in answers} <= {201, 204, 410}
    counted = [each.status_code for each in answers].count(201)
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == counted
    assert await counters_equal_rows(db)


async def test_matches_asked_for_at_once_are_different_pairs(fighters, get_match, alice):
    await fighters(4)
    answers = await asyncio.gather(*(get_match(alice) for _ in range(10)))
    pairs = [
        frozenset(image["id"] for image in each.json()["images"])
        for each in answers
        if each.status_code == 200
    ]
    assert len(pairs) == len(set(pairs)) == 6
    assert {each.json()["code"] for each in answers if each.status_code != 200} == {"no_pair_left"}


async def test_vote_or_skip_wins_but_not_both(client, fighters, get_match, vote, make_user, db):
    await fighters()
    for n in range(1, 21):
        who = make_user(n)
        match = (await get_match(who)).json()
        skip = client.post(
            "/api/v1/tournaments/skip", headers=who.headers, json={"match_id": match["match_id"]}
        )
        calls = [vote(who, match), skip]
        random.shuffle(calls)
        statuses = sorted(each.status_code for each in await asyncio.gather(*calls))
        assert statuses in ([201, 409], [204, 410])
    assert await counters_equal_rows(db)
