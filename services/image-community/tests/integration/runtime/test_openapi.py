"""The OpenAPI document matches the service."""

import pytest

from image_community.main import create_app


@pytest.fixture
def document(settings):
    return create_app(settings).openapi()


async def test_served_under_the_api(client):
    answer = await client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Maru image community"


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_every_promised_operation_is_there(document):
    assert {name for name, _ in operations(document)} == {
        "GET /api/v1/images",
        "POST /api/v1/images",
        "GET /api/v1/images/{image_id}",
        "PUT /api/v1/images/{image_id}",
        "PATCH /api/v1/images/{image_id}",
        "DELETE /api/v1/images/{image_id}",
        "GET /api/v1/images/feed/random",
        "GET /api/v1/images/feed/top-24h",
        "POST /api/v1/images/{image_id}/like",
        "DELETE /api/v1/images/{image_id}/like",
        "GET /api/v1/images/{image_id}/like/status",
        "GET /api/v1/tournaments/match",
        "GET /api/v1/tournaments/matches/open",
        "POST /api/v1/tournaments/vote",
        "POST /api/v1/tournaments/skip",
        "GET /api/v1/tournaments/rankings",
        "GET /api/v1/leaderboards/models",
        "GET /api/v1/leaderboards/models.svg",
        "GET /api/v1/leaderboards/models.png",
        "GET /api/v1/leaderboards/win-rates.svg",
        "GET /api/v1/leaderboards/win-rates.png",
        "GET /api/v1/me/export",
    }


def test_a_numbered_page_says_whether_its_total_is_exact(document):
    page = document["components"]["schemas"]["ImagePage"]
    assert page["properties"]["total"]["type"] == "integer"
    assert page["properties"]["total_is_exact"]["type"] == "boolean"
    assert {"total", "total_is_exact", "has_next"} <= set(page["required"])


def test_operations_are_tagged_summarised_and_unique(document):
    tags = {each["name"] for each in document["tags"]}
    seen = [operation["operationId"] for _, operation in operations(document)]
    assert len(seen) == len(set(seen))
    for name, operation in operations(document):
        assert set(operation["tags"]) <= tags, name
        assert operation["summary"], name


def test_every_refusal_is_a_problem(document):
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in document["components"]["schemas"]
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert set(response["content"]) == {"application/problem+json"}, (name, status)


# The first is public, but refuses a stale token; the second is the caller's own.
JUDGED_BY_TOKEN = {"GET /api/v1/tournaments/match", "GET /api/v1/tournaments/matches/open"}


def test_503_is_everywhere_and_401_where_a_caller_is_needed(document):
    for name, operation in operations(document):
        assert "503" in operation["responses"], name
        public = name.startswith("GET ") and "/me/" not in name and name not in JUDGED_BY_TOKEN
        assert ("401" in operation["responses"]) == (not public), name
