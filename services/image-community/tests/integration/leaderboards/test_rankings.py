"""GET /tournaments/rankings."""

import pytest


@pytest.fixture
def result(db):
    async def set_counts(post_id: int, wins: int, losses: int) -> None:
        await db.execute(
            "UPDATE image_post_counters SET win_count = $2, loss_count = $3 WHERE image_post_id = $1",
            post_id,
            wins,
            losses,
        )

    return set_counts


@pytest.fixture
def rankings(client):
    async def get(**query) -> dict:
        return (await client.get("/api/v1/tournaments/rankings", params=query)).json()

    return get


async def test_before_the_first_fit_most_wins_first_then_fewer_losses(rankings, fighters, result):
    a, b, c, d = await fighters(4)
    for post_id, wins, losses in ((a, 3, 3), (b, 5, 9), (c, 3, 1), (d, 0, 2)):
        await result(post_id, wins, losses)
    answer = await rankings()
    assert answer["total"] == 4
    places = [(each["rank"], each["image"]["id"], each["win_count"]) for each in answer["rankings"]]
    assert places == [(1, b, 5), (2, c, 3), (3, a, 3), (4, d, 0)]
    first = answer["rankings"][0]
    assert (first["rating"], first["rating_low"], first["rating_high"]) == (None, None, None)
    assert first["provisional"]
    assert first["loss_count"] == first["image"]["tournament_loss_count"] == 9


async def test_rated_images_stand_by_the_lower_ends_of_their_intervals(rankings, fighters, votes, refit):
    strong, often, lucky, weak = await fighters(4)
    await votes(strong, weak, 20)
    await votes(often, weak, 25)
    await votes(weak, often, 10)
    await votes(often, strong, 10)
    await votes(strong, often, 14)
    await votes(lucky, weak, 2)
    await refit()
    answer = await rankings()
    found = {each["image"]["id"]: each for each in answer["rankings"]}
    lows = [each["rating_low"] for each in answer["rankings"]]
    assert lows == sorted(lows, reverse=True)
    assert [each["rank"] for each in answer["rankings"]] == [1, 2, 3, 4]
    # Two wins of two are the best share and a high rating, but nearly nothing is known.
    assert found[lucky]["rating"] > 1000 > found[lucky]["rating_low"]
    assert [image for image, each in found.items() if each["provisional"]] == [lucky]
    assert answer["rankings"][0]["image"]["id"] == strong
    for each in found.values():
        assert each["rating_low"] < each["rating"] < each["rating_high"]
        assert "rating" not in each["image"]


async def test_ten_matches_are_enough_not_to_be_provisional(rankings, fighters, votes, refit):
    nine, ten, other = await fighters(3)
    await votes(nine, other, 9)
    await votes(ten, other, 10)
    await refit()
    found = {each["image"]["id"]: each for each in (await rankings())["rankings"]}
    assert {image: each["provisional"] for image, each in found.items()} == {
        nine: True,
        ten: False,
        other: False,
    }
    assert {image: each["matches"] for image, each in found.items()} == {nine: 9, ten: 10, other: 19}


async def test_only_the_newest_votes_are_fitted_and_it_shows(rankings, fighters, votes, refit):
    a, b = await fighters(2)
    await votes(b, a, 100)
    await votes(a, b, 15)
    await refit(votes=15)
    best = (await rankings())["rankings"][0]
    assert (best["image"]["id"], best["matches"], best["win_count"] + best["loss_count"]) == (a, 15, 115)


async def test_newest_votes_are_counted_not_their_numbers(rankings, fighters, votes, refit, db):
    a, b, c = await fighters(3)
    await votes(a, b, 14)
    await votes(a, c, 30)  # as when their voters are deleted
    await votes(b, a, 3)
    await db.execute("DELETE FROM tournament_votes WHERE loser_image_id = $1", c)
    await refit(votes=15)
    assert [each["matches"] for each in (await rankings(limit=2))["rankings"]] == [15, 15]


async def test_newly_judged_come_after_the_rated(rankings, fighters, votes, refit):
    a, b, c, d = await fighters(4)
    await votes(a, b, 3)
    await refit()
    await votes(c, d, 50)
    answer = await rankings()
    assert [each["image"]["id"] for each in answer["rankings"]] == [a, b, c, d]
    assert [each["rating"] is None for each in answer["rankings"]] == [False, False, True, True]
    assert [each["image"]["id"] for each in (await rankings(limit=3))["rankings"]] == [a, b, c]
    assert [each["image"]["id"] for each in (await rankings(limit=2))["rankings"]] == [a, b]


async def test_withdrawn_do_not_rank_but_their_votes_still_count(rankings, fighters, votes, refit, db):
    a, b, c = await fighters(3)
    await votes(a, b, 30)
    await votes(b, c, 30)
    await refit()
    before = {each["image"]["id"]: each["rating"] for each in (await rankings())["rankings"]}
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now() WHERE id = $1", b)
    await db.execute("UPDATE image_posts SET is_tournament_opt_in = false WHERE id = $1", c)
    await db.execute("DELETE FROM leaderboard_fit")
    await refit()
    after = await rankings()
    assert {each["image"]["id"]: each["rating"] for each in after["rankings"]} == {a: before[a], c: before[c]}
    assert after["total"] == 2


async def test_ratings_of_images_without_votes_go(rankings, fighters, votes, refit, db):
    a, b, c = await fighters(3)
    await votes(a, b, 5)
    await votes(a, c, 5)
    await refit()
    assert await db.fetchval("SELECT count(*) FROM image_ratings") == 3
    await db.execute("DELETE FROM tournament_votes WHERE loser_image_id = $1", c)
    await db.execute("DELETE FROM leaderboard_fit")
    await refit()
    rows = await db.fetch("SELECT image_post_id FROM image_ratings ORDER BY 1")
    assert [row[0] for row in rows] == [a, b]


async def test_image_that_lost_its_only_votes_ranks_no_more(rankings, fighters, votes, refit, result):
    a, b = await fighters()
    await votes(a, b, 5)
    await refit()
    await result(b, 0, 0)
    answer = await rankings()
    assert ([each["image"]["id"] for each in answer["rankings"]], answer["total"]) == ([a], 1)


async def test_only_what_moved_is_written(fighters, votes, refit, db):
    images = await fighters(6)
    for at in (0, 2, 4):
        await votes(images[at], images[at + 1], 12)
    await refit()
    before = {
        row["image_post_id"]: row["xmin"] for row in await db.fetch("SELECT xmin, * FROM image_ratings")
    }
    await votes(images[0], images[1], 1)
    await db.execute("DELETE FROM leaderboard_fit")
    await refit()
    after = {row["image_post_id"]: row["xmin"] for row in await db.fetch("SELECT xmin, * FROM image_ratings")}
    assert {image for image in images if before[image] != after[image]} == set(images[:2])


async def test_withdrawn_and_unjudged_do_not_rank(rankings, make_post, result):
    await make_post()
    await result(await make_post(is_active=False), 5, 0)
    assert await rankings() == {"rankings": [], "total": 0}


async def test_unchanged_rankings_are_not_sent_again(client, fighters, votes, refit, alice):
    a, b = await fighters()
    await votes(a, b, 3)
    await refit()
    path = "/api/v1/tournaments/rankings"
    first = await client.get(path)
    assert first.headers["content-type"] == "application/json"
    assert first.headers["etag"].startswith("W/")
    known = {"If-None-Match": first.headers["etag"]}
    again = await client.get(path, headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["cache-control"] == first.headers["cache-control"] == "no-cache"
    mine = await client.get(path, headers={**known, **alice.headers})  # it says what Alice likes
    assert (mine.status_code, mine.headers["cache-control"]) == (200, "private, no-cache")
    await votes(a, b, 1)
    assert (await client.get(path, headers=known)).status_code == 200


async def test_images_without_a_rating_are_looked_for_only_if_there_are_any(
    rankings, fighters, votes, refit, make_post, sent_statements
):
    """To look for them means to read the counters of all posts."""
    a, b, c = await fighters(3)
    await make_post()
    await votes(a, b, 3)
    await refit()
    await sent_statements()
    assert len((await rankings())["rankings"]) == 2
    assert len(await sent_statements()) == 2
    await votes(c, b, 1)
    assert [each["image"]["id"] for each in (await rankings())["rankings"]] == [a, b, c]
    assert len(await sent_statements()) == 3


async def test_limit(client, fighters, result):
    for post_id in await fighters(3):
        await result(post_id, 1, 0)
    answer = (await client.get("/api/v1/tournaments/rankings", params={"limit": 2})).json()
    assert (len(answer["rankings"]), answer["total"]) == (2, 3)
    for limit in (0, 51, "x"):
        assert (await client.get(f"/api/v1/tournaments/rankings?limit={limit}")).status_code == 422
