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


async def test_most_wins_first_then_fewer_losses(client, fighters, result):
    a, b, c, d = await fighters(4)
    for post_id, wins, losses in ((a, 3, 3), (b, 5, 9), (c, 3, 1), (d, 0, 2)):
        await result(post_id, wins, losses)
    answer = (await client.get("/api/v1/tournaments/rankings")).json()
    assert answer["total"] == 4
    places = [(each["rank"], each["image"]["id"], each["win_count"]) for each in answer["rankings"]]
    assert places == [(1, b, 5), (2, c, 3), (3, a, 3), (4, d, 0)]
    first = answer["rankings"][0]
    assert (first["rating"], first["rating_low"], first["rating_high"]) == (None, None, None)
    assert first["loss_count"] == first["image"]["tournament_loss_count"] == 9


async def test_withdrawn_and_unjudged_do_not_rank(client, make_post, result):
    await make_post()
    await result(await make_post(is_active=False), 5, 0)
    assert (await client.get("/api/v1/tournaments/rankings")).json() == {"rankings": [], "total": 0}


async def test_limit(client, fighters, result):
    for post_id in await fighters(3):
        await result(post_id, 1, 0)
    answer = (await client.get("/api/v1/tournaments/rankings", params={"limit": 2})).json()
    assert (len(answer["rankings"]), answer["total"]) == (2, 3)
    for limit in (0, 51, "x"):
        assert (await client.get(f"/api/v1/tournaments/rankings?limit={limit}")).status_code == 422
