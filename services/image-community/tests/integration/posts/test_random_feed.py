"""GET /images/feed/random: uniform, and complete if there are few posts."""

from collections import Counter

import pytest


async def test_everything_once_when_there_is_less_than_asked_for(client, make_post):
    made = {await make_post() for _ in range(5)}
    await make_post(is_active=False)
    answer = (await client.get("/api/v1/images/feed/random", params={"limit": 50})).json()
    assert sorted(each["id"] for each in answer) == sorted(made)


async def test_empty(client):
    assert (await client.get("/api/v1/images/feed/random")).json() == []


async def test_limit_and_no_repeats(client, make_post):
    for _ in range(30):
        await make_post()
    answer = (await client.get("/api/v1/images/feed/random")).json()
    assert len({each["id"] for each in answer}) == len(answer) == 20


async def test_every_active_post_is_equally_likely(client, make_post):
    made = [await make_post(is_active=n % 3 == 0) for n in range(30)]
    active = made[::3]
    rounds = 300
    first = Counter()
    for _ in range(rounds):
        answer = (await client.get("/api/v1/images/feed/random", params={"limit": 2})).json()
        first[answer[0]["id"]] += 1
    assert set(first) == set(active)
    expected = rounds / len(active)
    assert all(abs(count - expected) < 5 * expected**0.5 for count in first.values())


@pytest.mark.parametrize("limit", [0, 51, -1, "x"])
async def test_limit_is_bounded(client, limit):
    assert (await client.get("/api/v1/images/feed/random", params={"limit": limit})).status_code == 422
