"""POST /tournaments/vote: votes count, and count once."""

import uuid


async def test_vote_counts(get_match, fighters, vote, alice, db):
    await fighters()
    match = (await get_match(alice)).json()
    answer = await vote(alice, match)
    winner, loser = (each["id"] for each in match["images"])
    assert answer.status_code == 201, answer.text
    row = await db.fetchrow("SELECT * FROM tournament_votes")
    assert answer.json() == {
        "vote_id": row["id"],
        "match_id": match["match_id"],
        "winner_image_id": winner,
        "loser_image_id": loser,
        "winner_new_win_count": 1,
        "message": "Your vote is counted.",
    }
    assert (row["match_id"], row["voter_id"]) == (match["match_id"], alice.user_id)
    assert (row["winner_image_id"], row["loser_image_id"]) == (winner, loser)
    counters = await db.fetch("SELECT image_post_id, win_count, loss_count FROM image_post_counters")
    assert {tuple(each) for each in counters} == {(winner, 1, 0), (loser, 0, 1)}


async def test_side_of_the_winner_is_kept(get_match, fighters, vote, alice, bob, db):
    await fighters()
    await vote(alice, (await get_match(alice)).json())
    await vote(bob, (await get_match(bob)).json(), swap=True)
    rows = await db.fetch("SELECT winner_was_left FROM tournament_votes ORDER BY voter_id")
    assert [each["winner_was_left"] for each in rows] == [True, False]


async def test_models_of_that_moment_are_kept(get_match, make_post, vote, alice, bob, db):
    named = await make_post(101, model_name="Flux  1", is_tournament_opt_in=True)
    await make_post(102, is_tournament_opt_in=True)
    await vote(alice, (await get_match(alice)).json())
    await db.execute("UPDATE image_posts SET model_name = 'SDXL' WHERE id = $1", named)
    await vote(bob, (await get_match(bob)).json())
    rows = await db.fetch("SELECT * FROM tournament_votes ORDER BY id")
    models = [
        {row["winner_image_id"]: row["winner_model_key"], row["loser_image_id"]: row["loser_model_key"]}
        for row in rows
    ]
    assert [each.pop(named) for each in models] == ["flux 1", "sdxl"]
    assert [list(each.values()) for each in models] == [[None], [None]]


async def test_same_vote_again_is_the_same_vote(get_match, fighters, vote, alice, db):
    await fighters()
    match = (await get_match(alice)).json()
    first, again = await vote(alice, match), await vote(alice, match)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() | {"message": ""} == first.json() | {"message": ""}
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 1
    assert await db.fetchval("SELECT sum(win_count) FROM image_post_counters") == 1


async def test_same_vote_again_after_expiry_is_still_200(get_match, fighters, vote, alice, redis):
    await fighters()
    match = (await get_match(alice)).json()
    await vote(alice, match)
    await redis.flushdb()
    assert (await vote(alice, match)).status_code == 200


async def test_without_match_id_the_open_match_is_meant(get_match, fighters, vote, alice):
    await fighters()
    match = (await get_match(alice)).json()
    answer = await vote(alice, match | {"match_id": None}, swap=True)
    assert (answer.status_code, answer.json()["match_id"]) == (201, match["match_id"])
    again = await vote(alice, match | {"match_id": None}, swap=True)
    assert (again.status_code, again.json()["vote_id"]) == (200, answer.json()["vote_id"])
    other_way = await vote(alice, match | {"match_id": None})
    assert other_way.json()["code"] == "already_voted"


async def test_match_id_may_be_spelled_otherwise(get_match, fighters, vote, alice):
    await fighters()
    match = (await get_match(alice)).json()
    answer = await vote(alice, match, match_id=uuid.UUID(match["match_id"]).hex.upper())
    assert (answer.status_code, answer.json()["match_id"]) == (201, match["match_id"])


async def test_win_count_is_of_all_time(get_match, fighters, vote, make_user):
    first, second = await fighters()
    for n in range(1, 4):
        match = (await get_match(make_user(n))).json()
        answer = await vote(make_user(n), match, winner_image_id=first, loser_image_id=second)
        assert answer.json()["winner_new_win_count"] == n
