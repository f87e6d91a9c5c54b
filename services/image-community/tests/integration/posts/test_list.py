"""GET /images: by page and by cursor."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

START = datetime(2026, 1, 1, tzinfo=UTC)


def ids(answer) -> list[int]:
    return [each["id"] for each in answer.json()["items"]]


async def test_empty(client):
    answer = await client.get("/api/v1/images")
    numbers = {"total": 0, "total_is_exact": True, "page": 1, "size": 20, "has_next": False}
    assert answer.json() == {"items": [], **numbers}


async def test_newest_first_in_pages(client, make_post):
    made = [await make_post(created_at=START + timedelta(minutes=n)) for n in range(5)]
    first = await client.get("/api/v1/images", params={"size": 2})
    assert ids(first) == [made[4], made[3]]
    numbers = {"total": 5, "total_is_exact": True, "page": 1, "size": 2, "has_next": True}
    assert first.json() | {"items": []} == {"items": [], **numbers}
    last = await client.get("/api/v1/images", params={"size": 2, "page": 3})
    assert ids(last) == [made[0]]
    assert not last.json()["has_next"]
    beyond = await client.get("/api/v1/images", params={"size": 2, "page": 10_000})
    assert (ids(beyond), beyond.json()["has_next"]) == ([], False)


async def test_posts_of_one_moment_are_ordered_by_id(client, make_post):
    made = [await make_post(created_at=START) for _ in range(3)]
    assert ids(await client.get("/api/v1/images")) == made[::-1]


@pytest.mark.parametrize(("size", "pages"), [(2, 2), (3, 2), (4, 1)])
async def test_has_next_is_right_when_the_last_page_is_full(client, make_post, size, pages):
    for _ in range(4):
        await make_post()
    for page in range(1, pages + 1):
        answer = (await client.get("/api/v1/images", params={"size": size, "page": page})).json()
        assert answer["has_next"] == (page < pages)
        assert len(answer["items"]) <= size


@pytest.fixture
async def eleven_thousand(db):
    """10,000 posts in the tournament, and 1,000 that are not; 10,001 of one model, all of one author."""
    await db.execute(
        """INSERT INTO image_posts
           (user_id, image_url, prompt, width, height, is_tournament_opt_in, model_name, created_at)
           SELECT 1, n::text, 'p', 1, 1, n <= 10000, CASE WHEN n <= 10001 THEN 'Flux' END,
                  now() - n * interval '1 minute' FROM generate_series(1, 11000) n"""
    )
    await db.execute(
        "INSERT INTO image_post_counters (image_post_id, created_at) SELECT id, created_at FROM image_posts"
    )
    await db.execute("VACUUM (ANALYZE) image_posts")


async def test_totals_of_filters_are_exact_up_to_ten_thousand(client, eleven_thousand):
    for query, total, is_exact in (
        ({}, 11_000, True),
        ({"user_id": 1}, 11_000, True),
        ({"tournament_only": "true"}, 10_000, True),
        ({"tournament_only": "true", "user_id": 1}, 10_000, True),
        ({"model_name": "Flux"}, 10_000, False),
        ({"model_key": "flux"}, 10_000, False),
        ({"model_key": "flux", "user_id": 1}, 10_000, False),
        ({"model_key": "flux", "user_id": 2}, 0, True),
    ):
        answer = (await client.get("/api/v1/images", params=query)).json()
        assert (answer["total"], answer["total_is_exact"]) == (total, is_exact), query
        assert type(answer["total"]) is int


async def test_pages_beyond_the_counted_ones_are_there(client, eleven_thousand):
    query = {"model_key": "flux", "size": 100}
    for page, items, has_next in ((100, 100, True), (101, 1, False), (102, 0, False)):
        answer = (await client.get("/api/v1/images", params={**query, "page": page})).json()
        assert (len(answer["items"]), answer["has_next"]) == (items, has_next), page


@pytest.mark.parametrize("query", [{}, {"user_id": 1}])
async def test_deep_page_reads_its_ids_from_an_index_alone(
    client, db, eleven_thousand, sent_statements, query
):
    """By the plan of the very statement: no row of a post is read before the page's own."""
    answer = await client.get("/api/v1/images", params={**query, "page": 500, "size": 20})
    assert [each["id"] for each in answer.json()["items"]] == list(range(9981, 10001))
    statement = (await sent_statements())[-1]
    for mode in ("force_custom_plan", "force_generic_plan"):
        await db.execute(f"SET plan_cache_mode = {mode}")
        prepared = await db.prepare(statement.query)
        plan = str(await prepared.explain(*statement.args, analyze=True))
        assert "Index Only Scan" in plan, plan
        assert "Seq Scan" not in plan, plan


async def test_filters(client, make_post):
    mine = await make_post(1)
    other = await make_post(2, model_name="sdxl")
    fighter = await make_post(2, is_tournament_opt_in=True, model_name="flux")
    await make_post(1, is_active=False)
    get = client.get
    assert ids(await get("/api/v1/images", params={"user_id": 1})) == [mine]
    assert ids(await get("/api/v1/images", params={"model_name": "sdxl"})) == [other]
    otherwise = await make_post(2, model_name=" SDXL")
    assert ids(await get("/api/v1/images", params={"model_key": "sdxl"})) == [otherwise, other]
    assert ids(await get("/api/v1/images", params={"tournament_only": "true"})) == [fighter]
    both = await get("/api/v1/images", params={"user_id": 2, "tournament_only": "true", "cursor": ""})
    assert ids(both) == [fighter]
    assert (await get("/api/v1/images", params={"user_id": 3})).json()["total"] == 0


async def test_cursor_reaches_everything_once_while_posts_arrive(client, make_post):
    made = [await make_post(created_at=START + timedelta(minutes=n // 3)) for n in range(10)]
    seen, address = [], "/api/v1/images?size=3&cursor="
    while address:
        answer = await client.get(address)
        assert set(answer.json()) == {"items", "next_cursor"}
        seen += ids(answer)
        await make_post()  # newer than all: must not shift what follows
        link = answer.links.get("next")
        assert bool(link) == bool(answer.json()["next_cursor"])
        address = None
        if link:
            assert link["url"].startswith("https://maru.test/api/v1/images?")
            address = f"/api/v1/images?{urlsplit(link['url']).query}"
    assert seen == made[::-1]


async def test_link_keeps_the_filters(client, make_post):
    for _ in range(3):
        await make_post(7)
    answer = await client.get("/api/v1/images", params={"size": 2, "cursor": "", "user_id": 7})
    assert "user_id=7" in answer.links["next"]["url"]


@pytest.mark.parametrize("cursor", ["x", "AAAAAAAA", "한글", "%00", "f_________8AAAAB"])
async def test_foreign_cursor_is_refused(client, cursor):
    answer = await client.get("/api/v1/images", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=10001",
        "size=0",
        "size=101",
        f"user_id={2**31}",
        "user_id=0",
        "page=x",
        "page=1.5",
        "size=",
        "tournament_only=maybe",
        "model_name=%00",
        "model_name=" + "x" * 101,
        f"page={10**40}",
        "page=" + "9" * 5000,
    ],
)
async def test_values_out_of_bounds_are_refused(client, query):
    answer = await client.get(f"/api/v1/images?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


async def test_is_liked_only_for_the_known(client, make_post, alice, bob, db):
    post_id = await make_post()
    await client.post(f"/api/v1/images/{post_id}/like", headers=alice.headers)
    liked = [
        (await client.get("/api/v1/images", headers=who.headers)).json()["items"][0]["is_liked"]
        for who in (alice, bob)
    ]
    assert liked == [True, False]
    assert "is_liked" not in (await client.get("/api/v1/images")).json()["items"][0]


@pytest.mark.parametrize("path", ["/api/v1/images?size=100", "/api/v1/images?size=100&cursor="])
async def test_number_of_queries_does_not_grow(client, make_post, alice, sent_statements, path):
    numbers = []
    for _ in range(2):
        for _ in range(10):
            await make_post()
        await sent_statements()
        assert (await client.get(path, headers=alice.headers)).status_code == 200
        numbers.append(len(await sent_statements()))
    assert numbers[0] == numbers[1]
    assert 1 <= numbers[0] <= 2
