"""A number in a URL has one spelling; pydantic alone accepts several."""

from urllib.parse import quote

import pytest

SPELLINGS = ["1_0", "1.0", "+1", " 1", "1 ", "１", "١", "1e0", "0x1", "1\t", "1\u00a0"]
PATHS = ["/api/v1/images/{}", "/api/v1/images/{}/like/status"]
QUERIES = [
    ("/api/v1/images", "page"),
    ("/api/v1/images", "size"),
    ("/api/v1/images", "user_id"),
    ("/api/v1/images/feed/random", "limit"),
    ("/api/v1/images/feed/top-24h", "limit"),
    ("/api/v1/tournaments/rankings", "limit"),
]


@pytest.fixture
async def ten_posts(make_post) -> None:
    for _ in range(10):
        await make_post(1)


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_other_spellings_are_no_ids(client, ten_posts, spelling):
    for path in PATHS:
        answer = await client.get(path.format(quote(spelling)))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), path


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_other_spellings_change_nothing(client, ten_posts, alice, method):
    answer = await client.request(
        method, "/api/v1/images/1_0", headers=alice.headers, json={"prompt": "a dog"}
    )
    assert answer.status_code == 422
    assert (await client.get("/api/v1/images/10")).json()["prompt"] == "a cat"


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_other_spellings_in_a_query_are_422(client, spelling):
    for path, name in QUERIES:
        answer = await client.get(path, params={name: spelling})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, name), path


async def test_digits_are_a_number(client, ten_posts):
    assert (await client.get("/api/v1/images/10")).status_code == 200
    for path, name in QUERIES:
        assert (await client.get(path, params={name: "2"})).status_code == 200, path
    assert (await client.get("/api/v1/images", params={"page": "-1"})).status_code == 422
