"""Cache-Control of each response, per route: a new route without a row in the table fails here."""

from dataclasses import dataclass
from typing import Any

import pytest

from image_community.main import create_app

NO_STORE, OF_THE_CALLER, PUBLIC = "no-store", "private, no-cache", "public, max-age=30"
UNKNOWN_MATCH = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Row:
    """One operation as Alice, whose image is {image_id}: what it is sent, what it answers then, and what may
    be kept of that; `to_guest` is the same of the answer to a guest."""

    status: int
    cache_control: str = NO_STORE
    to_guest: str | None = None  # None: a guest is refused, and that is not kept
    body: dict[str, Any] | None = None


BALLOT = {"match_id": UNKNOWN_MATCH, "winner_image_id": 1, "loser_image_id": 2}
DOCUMENT = Row(200, PUBLIC, PUBLIC)
ABOUT_CALLER = Row(200, OF_THE_CALLER, OF_THE_CALLER)
ROWS = {
    "GET /api/v1/images": ABOUT_CALLER,
    "POST /api/v1/images": Row(415),
    "GET /api/v1/images/{image_id}": ABOUT_CALLER,
    "PUT /api/v1/images/{image_id}": Row(200, body={"prompt": "a dog"}),
    "PATCH /api/v1/images/{image_id}": Row(200, body={"prompt": "a dog"}),
    "DELETE /api/v1/images/{image_id}": Row(204),
    "GET /api/v1/images/feed/random": ABOUT_CALLER,
    "GET /api/v1/images/feed/top-24h": Row(200, OF_THE_CALLER, "no-cache"),  # a cache may keep it for guests
    "POST /api/v1/images/{image_id}/like": Row(201),
    "DELETE /api/v1/images/{image_id}/like": Row(200),
    "GET /api/v1/images/{image_id}/like/status": ABOUT_CALLER,
    "GET /api/v1/tournaments/match": Row(200, NO_STORE, NO_STORE),
    "GET /api/v1/tournaments/matches/open": Row(200),
    "POST /api/v1/tournaments/vote": Row(410, body=BALLOT),
    "POST /api/v1/tournaments/skip": Row(410, body={"match_id": UNKNOWN_MATCH}),
    "GET /api/v1/tournaments/rankings": Row(200, OF_THE_CALLER, "no-cache"),  # as the ranking
    "GET /api/v1/leaderboards/models": DOCUMENT,
    "GET /api/v1/leaderboards/models.svg": DOCUMENT,
    "GET /api/v1/leaderboards/models.png": DOCUMENT,
    "GET /api/v1/leaderboards/win-rates.svg": DOCUMENT,
    "GET /api/v1/leaderboards/win-rates.png": DOCUMENT,
    "GET /api/v1/me/export": Row(200),
}


@pytest.fixture
async def ask(client, db, make_post, settings):
    """Calls an operation with data for which it succeeds."""
    mine = await make_post(1)
    for author in (2, 3):
        await make_post(author, is_tournament_opt_in=True)
    for name in ("models", "models.svg", "models.png", "win-rates.svg", "win-rates.png"):
        await db.execute(
            "INSERT INTO leaderboard_documents (name, body, etag, as_of)"
            " VALUES ($1, '\\x7b7d', 'W/\"x\"', now()) ON CONFLICT (name) DO NOTHING",
            name,
        )

    async def ask(operation: str, who=None, **headers: str):
        method, _, path = operation.partition(" ")
        return await client.request(
            method,
            path.format(image_id=mine),
            headers={**(who.headers if who else {}), **headers},
            json=ROWS[operation].body if operation in ROWS else None,
        )

    return ask


def test_every_operation_has_a_row(settings):
    paths = create_app(settings).openapi()["paths"]
    assert {f"{method.upper()} {path}" for path, item in paths.items() for method in item} == ROWS.keys()


@pytest.mark.parametrize("operation", ROWS)
async def test_answer_may_be_kept_as_the_table_says(ask, alice, operation):
    row = ROWS[operation]
    answer = await ask(operation, alice)
    assert answer.status_code == row.status, answer.text
    assert answer.headers["cache-control"] == row.cache_control
    guest = await ask(operation)
    assert guest.headers.get_list("cache-control") == [row.to_guest or NO_STORE]
    assert (guest.status_code == 401) == (row.to_guest is None)
    if row.cache_control == OF_THE_CALLER:
        assert answer.headers.get_list("vary") == guest.headers.get_list("vary") == ["Authorization"]


async def test_response_with_likes_is_never_public(ask, alice):
    """Independent of the table: no response with `is_liked` may be shared."""
    for operation in ROWS:
        answer = await ask(operation, alice)
        if "is_liked" in answer.text:
            assert answer.headers["cache-control"] in {NO_STORE, OF_THE_CALLER}, operation


@pytest.mark.parametrize("path", ["images/feed/top-24h", "tournaments/rankings"])
async def test_unchanged_ranking_keeps_its_headers(ask, alice, path):
    ranking = f"GET /api/v1/{path}"
    first = await ask(ranking, alice)
    again = await ask(ranking, alice, **{"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert (again.headers["cache-control"], again.headers["vary"]) == (OF_THE_CALLER, "Authorization")


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ("GET /nothing", 404),
        ("GET /api/v1/images/999999", 404),
        ("GET /api/v1/images?page=0", 422),
        ("POST /api/v1/leaderboards/models", 405),
        ("GET /healthz", 200),
        ("GET /readyz", 200),
        ("GET /metrics", 200),
    ],
)
async def test_nothing_else_is_kept(ask, operation, status):
    answer = await ask(operation)
    assert (answer.status_code, answer.headers.get_list("cache-control")) == (status, [NO_STORE])


async def test_the_document_is_asked_for_each_time(ask):
    assert (await ask("GET /api/v1/openapi.json")).headers["cache-control"] == "no-cache"
