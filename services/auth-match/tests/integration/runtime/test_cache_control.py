"""The Cache-Control of each route: a new route that is not in the table fails here."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NO_STORE = "no-store"


@dataclass(frozen=True)
class Row:
    """One operation: its request, the expected status and the expected Cache-Control."""

    status: int
    cache_control: str = NO_STORE
    body: dict[str, Any] | None = None
    path: str = ""  # with its parameters filled in
    is_public: bool = False


NEW_USER = {"username": "dora", "password": "eleven green bottles", "age": 27, "gender": "female"}
CREDENTIALS = {"username": "alice", "password": PASSWORD}
SID = f"/api/auth/sessions/{uuid.uuid4()}/"
PREFERENCES = {"preferred_gender": "any", "age_min": 20, "age_max": 40, "radius_km": 1}
ROWS = {
    "POST /api/auth/signup/": Row(201, body=NEW_USER, is_public=True),
    "POST /api/auth/login/": Row(200, body=CREDENTIALS, is_public=True),
    "POST /api/auth/token/refresh/": Row(200, body={"refresh": "…"}, is_public=True),
    "POST /api/auth/logout/": Row(204, body={"refresh": "…"}, is_public=True),
    "GET /api/auth/sessions/": Row(200),
    "DELETE /api/auth/sessions/{sid}/": Row(404, path=SID),
    "POST /api/auth/password/": Row(403, body={"current_password": "x", "new_password": "y"}),
    "GET /api/auth/export/": Row(200),
    "GET /api/auth/profile/": Row(200),
    "PATCH /api/auth/profile/": Row(200, body={"age": 31}),
    "DELETE /api/auth/profile/": Row(403, body={"password": "wrong"}),
    "POST /api/auth/ws-ticket/": Row(200, body={"purpose": "match"}),
    "POST /api/auth/logout-all/": Row(204),
    "GET /api/users/": Row(200, path="/api/users/?ids=1", is_public=True),
    "GET /api/match/settings/": Row(200),
    "PUT /api/match/settings/": Row(200, body=PREFERENCES),
    "PATCH /api/match/settings/": Row(200, body={"age_min": 21}),
    "GET /api/match/status/": Row(200),
    "GET /api/match/history/": Row(200),
    "GET /api/match/blocks/": Row(200),
    "POST /api/match/blocks/": Row(201, body={"username": "bob"}),
    "DELETE /api/match/blocks/{user_id}/": Row(204, path="/api/match/blocks/7/"),
    "POST /api/match/reports/": Row(201, body={"username": "bob", "reason": "spam"}),
    "GET /api/voice/ice-servers/": Row(200),
    "GET /.well-known/jwks.json": Row(200, "public, max-age=30", is_public=True),
}


def test_every_operation_has_a_row(api: APIClient) -> None:
    document = api.get("/docs/auth-match/openapi.json").json()
    assert {
        f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item
    } == ROWS.keys()


@pytest.mark.parametrize("operation", ROWS)
def test_response_has_the_cache_control_of_the_table(
    api: APIClient, as_user: Any, log_in: Any, alice: User, bob: User, operation: str
) -> None:
    row = ROWS[operation]
    method, _, path = operation.partition(" ")
    body = dict(row.body or {})
    if "refresh" in body:
        body["refresh"] = log_in(alice)["refresh"]
    client = api if row.is_public else as_user(alice)
    answer = client.generic(method, row.path or path, json.dumps(body), "application/json")
    assert answer.status_code == row.status, answer.content
    assert answer["Cache-Control"] == row.cache_control


@pytest.mark.parametrize("operation", [name for name, row in ROWS.items() if not row.is_public])
def test_refusal_without_a_token_is_not_cached(api: APIClient, operation: str) -> None:
    method, _, path = operation.partition(" ")
    answer = api.generic(method, ROWS[operation].path or path, "{}", "application/json")
    assert (answer.status_code, answer["Cache-Control"]) == (401, NO_STORE)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("POST", "/.well-known/jwks.json", 405),
        ("BREW", "/api/auth/login/", 405),
        ("GET", "/api/users/?ids=x", 422),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("POST", "/healthz", 405),
        ("GET", "/internal/account-events", 401),
    ],
)
def test_other_responses_are_not_cached(api: APIClient, method: str, path: str, status: int) -> None:
    answer = api.generic(method, path)
    assert (answer.status_code, answer["Cache-Control"]) == (status, NO_STORE)


def test_the_document_is_revalidated_each_time(api: APIClient) -> None:
    assert api.get("/docs/auth-match/openapi.json")["Cache-Control"] == "no-cache"
