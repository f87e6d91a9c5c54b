"""Which service gets a path, and in which spelling."""

import pytest
from gateway.tests.running_gateway import Gateway

AUTH_MATCH = [
    ("/api/auth/login/", "/api/auth/login/"),
    ("/api/auth/login", "/api/auth/login/"),
    ("/api/auth", "/api/auth/"),
    ("/api/auth/sessions/abc", "/api/auth/sessions/abc/"),
    ("/api/users?ids=1,2", "/api/users/?ids=1,2"),
    ("/api/users/?ids=1,2", "/api/users/?ids=1,2"),
    ("/api/match/settings", "/api/match/settings/"),
    ("/api/voice/ice-servers", "/api/voice/ice-servers/"),
    ("/.well-known/jwks.json", "/.well-known/jwks.json"),
    ("/.well-known/jwks.json/", "/.well-known/jwks.json"),
    ("/docs/auth-match/openapi.json", "/docs/auth-match/openapi.json"),
    ("/admin", "/admin/"),
    ("/admin/login/?next=/admin/", "/admin/login/?next=/admin/"),
    ("/admin/accounts/user/1/change", "/admin/accounts/user/1/change"),
    # decoded, normalised, encoded again
    ("/api//auth///login", "/api/auth/login/"),
    ("/internal/../api/auth/login", "/api/auth/login/"),
    ("/api/auth/%E2%98%83%20%25%3F%0Ax", "/api/auth/%E2%98%83%20%25%3F%0Ax/"),
]
IMAGE_COMMUNITY = [
    ("/api/v1/images", "/api/v1/images"),
    ("/api/v1/images/?page=2&size=5", "/api/v1/images?page=2&size=5"),
    ("/api/v1/images/5/like/", "/api/v1/images/5/like"),
    ("/api/v1/images/5/like", "/api/v1/images/5/like"),
    ("/api/v1/tournaments/match/", "/api/v1/tournaments/match"),
    ("/api/v1/leaderboards/models", "/api/v1/leaderboards/models"),
    ("/api/v1/leaderboards/models.svg", "/api/v1/leaderboards/models.svg"),
    ("/api-image/v1/leaderboards/win-rates.svg/", "/api/v1/leaderboards/win-rates.svg"),
    ("/api/v1/leaderboards/models.png/", "/api/v1/leaderboards/models.png"),
    ("/api/v1/openapi.json", "/api/v1/openapi.json"),
    ("/api-image/v1/images", "/api/v1/images"),
    ("/api-image/v1/images/5/like/", "/api/v1/images/5/like"),
    ("/api-image/v1/images/?cursor=a%2Fb", "/api/v1/images?cursor=a%2Fb"),
]
UNROUTED = [
    *(
        "/readyz",
        "/startupz",
        "/metrics",
        "/metrics/",
        "/internal",
        "/internal/account-events?after=0",
        "/api",
        "/api/",
        "/api/v2/images",
    ),
    *(
        "/api/authx/",
        "/api/v10/images",
        "/api/auth/%2e%2e/%2e%2e/internal/x",
        "/api/auth/..%2f..%2finternal/x",
    ),
    *(
        "/.git/config",
        "/.env",
        "/uploads/",
        "/uploads",
        "/static/",
        "/static",
        "/docs/nothing",
        "/nothing",
    ),
]


@pytest.mark.parametrize(("asked", "seen"), AUTH_MATCH)
def test_auth_match_gets_its_paths_with_a_slash(gateway: Gateway, asked: str, seen: str) -> None:
    answer = gateway.ask(asked)
    assert answer.status == 200
    assert answer.json()["port"] == gateway.settings.ports.auth_match_web
    assert answer.json()["path"] == seen


@pytest.mark.parametrize(("asked", "seen"), IMAGE_COMMUNITY)
def test_image_community_gets_its_paths_without_a_slash(gateway: Gateway, asked: str, seen: str) -> None:
    answer = gateway.ask(asked)
    assert answer.status == 200
    assert answer.json()["port"] in gateway.settings.ports.image_web
    assert answer.json()["path"] == seen


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_missing_slash_keeps_method_and_body(gateway: Gateway, method: str) -> None:
    answer = gateway.ask("/api/auth/profile", method, {"Authorization": "Bearer t"}, b'{"age": 30}')
    assert answer.json()["method"] == method
    assert answer.json()["body_bytes"] == len(b'{"age": 30}')
    assert answer.received_headers()["authorization"] == ["Bearer t"]


@pytest.mark.parametrize("path", UNROUTED)
def test_other_paths_are_a_404_problem(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/healthz", "/healthz/"])
def test_gateway_answers_its_own_health_check(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path)
    assert (answer.status, answer.json()) == (200, {"status": "ok"})


def test_a_redirect_of_django_admin_passes_through(gateway: Gateway) -> None:
    wanted = {"X-Want-Status": "302", "X-Want-Header": "Location=/admin/login/?next=/admin/"}
    answer = gateway.ask("/admin/", headers=wanted)
    assert (answer.status, answer.headers["Location"]) == (302, "/admin/login/?next=/admin/")
