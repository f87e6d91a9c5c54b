"""GET /images/feed/top-24h without a watermark: the specified query, rolling, with defined ties."""

from datetime import UTC, datetime, timedelta

import pytest

from image_community.runtime.clock import get_clock

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
TICK = timedelta(microseconds=1)


@pytest.fixture
async def at_noon(app):
    app.dependency_overrides[get_clock] = lambda: lambda: NOW


def ranked(answer) -> list[tuple[int, int, int, int, int]]:
    names = ("rank", "id", "total_score", "like_count_24h", "win_count_24h")
    return [tuple(each[name] for name in names) for each in answer.json()]


async def test_scores_are_likes_plus_wins_of_24_hours(client, at_noon, make_post, like, win):
    first, second, third = [await make_post(created_at=NOW - timedelta(days=9 - n)) for n in range(3)]
    for user_id in (1, 2, 3):
        await like(first, user_id, NOW - timedelta(hours=1))
    await win(second, first, NOW - timedelta(hours=2))
    await win(second, third, NOW - timedelta(hours=2))
    await like(second, 1, NOW)
    await like(second, 2, NOW - timedelta(hours=20))
    await like(third, 1, NOW - timedelta(hours=25))
    answer = await client.get("/api/v1/images/feed/top-24h")
    assert ranked(answer) == [(1, second, 4, 2, 2), (2, first, 3, 3, 0), (3, third, 0, 0, 0)]
    assert answer.headers["x-maru-as-of"] == "2026-06-01T12:00:00Z"


async def test_window_rolls_to_the_microsecond(client, at_noon, make_post, like):
    inside, outside = await make_post(created_at=NOW), await make_post(created_at=NOW + TICK)
    await like(inside, 1, NOW - DAY)
    await like(outside, 1, NOW - DAY - TICK)
    answer = await client.get("/api/v1/images/feed/top-24h")
    assert ranked(answer) == [(1, inside, 1, 1, 0), (2, outside, 0, 0, 0)]


async def test_ties_are_newest_first_then_highest_id(client, at_noon, make_post):
    old = await make_post(created_at=NOW - DAY)
    twins = [await make_post(created_at=NOW) for _ in range(2)]
    answer = await client.get("/api/v1/images/feed/top-24h")
    assert [each["id"] for each in answer.json()] == [twins[1], twins[0], old]


async def test_inactive_posts_do_not_rank(client, at_noon, make_post, like):
    gone = await make_post(is_active=False)
    await like(gone, 1, NOW)
    assert (await client.get("/api/v1/images/feed/top-24h")).json() == []


async def test_equals_the_specified_query(client, at_noon, make_post, like, win, specified, places):
    posts = [
        await make_post(created_at=NOW - timedelta(hours=n % 5), is_active=n % 7 != 3) for n in range(30)
    ]
    for n in range(200):
        at = NOW - timedelta(minutes=n * 17)
        if n % 3:
            await like(posts[(n * n) % 30], n, at)
        else:
            await win(posts[(n * 7) % 30], posts[(n * 7 + 1) % 30], at)
    answer = await client.get("/api/v1/images/feed/top-24h", params={"limit": 50})
    assert places(answer.json()) == await specified(NOW - DAY)


async def test_votes_and_likes_through_the_api_show_at_once(client, make_post, alice, bob):
    first, second = [await make_post(9 + n, is_tournament_opt_in=True) for n in range(2)]
    await client.post(f"/api/v1/images/{first}/like", headers=alice.headers)
    match = (await client.get("/api/v1/tournaments/match", headers=bob.headers)).json()
    ballot = {"match_id": match["match_id"], "winner_image_id": first, "loser_image_id": second}
    await client.post("/api/v1/tournaments/vote", headers=bob.headers, json=ballot)
    assert ranked(await client.get("/api/v1/images/feed/top-24h"))[0] == (1, first, 2, 1, 1)
    await client.delete(f"/api/v1/images/{first}/like", headers=alice.headers)
    assert ranked(await client.get("/api/v1/images/feed/top-24h"))[0] == (1, first, 1, 0, 1)


async def test_ten_by_default_fifty_at_most(client, make_post):
    for _ in range(12):
        await make_post()
    assert len((await client.get("/api/v1/images/feed/top-24h")).json()) == 10
    for limit in (0, 51, "x", 10**40):
        answer = await client.get("/api/v1/images/feed/top-24h", params={"limit": limit})
        assert answer.status_code == 422
