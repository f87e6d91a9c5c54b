"""The gateway alone handles CORS."""

import pytest
from gateway.tests.running_gateway import ALLOWED_ORIGIN, Gateway

API_PATHS = [
    "/api/auth/login",
    "/api/users/",
    "/api/match/settings/",
    "/api/v1/images",
    "/api-image/v1/images/5/like",
]
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}
UNLISTED_ORIGINS = [
    "https://evil.example",
    "https://front.example.evil.example",
    "https://front.exampl",
    "https://xfront.example",
    "https://front.example:444",
    "http://front.example",
    "https://front.example,https://evil.example",
    "https://front.example|",
    "https://front*example",
    "null",
    "https://",
    "front.example",
]


def cors_headers(headers: list[str]) -> list[str]:
    return [name for name in headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("path", API_PATHS)
def test_preflight_is_answered_without_asking_a_service(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path, "OPTIONS", {"Origin": ALLOWED_ORIGIN, **PREFLIGHT})
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == ALLOWED_ORIGIN
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "DELETE" in answer.headers["Access-Control-Allow-Methods"]
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    assert "Origin" in answer.headers.get_all("Vary", [])


@pytest.mark.parametrize("origin", UNLISTED_ORIGINS)
def test_unlisted_origin_gets_no_cors_header(gateway: Gateway, origin: str) -> None:
    for method, more in (("OPTIONS", PREFLIGHT), ("GET", {})):
        answer = gateway.ask("/api/v1/images", method, {"Origin": origin, **more})
        assert cors_headers(answer.headers.keys()) == []
        assert "Origin" in answer.headers.get_all("Vary", [])


def test_listed_origins_and_the_public_url_are_allowed(gateway: Gateway) -> None:
    for origin in (ALLOWED_ORIGIN, "http://localhost:5173", gateway.settings.public_url):
        answer = gateway.ask("/api/v1/images", headers={"Origin": origin})
        assert answer.headers.get_all("Access-Control-Allow-Origin") == [origin]
        exposed = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
        assert exposed == {"X-Request-ID", "Link", "Retry-After", "X-Maru-As-Of", "ETag", "WWW-Authenticate"}
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/api/nothing", "/internal/x"])
def test_gateway_errors_have_cors_headers(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path, headers={"Origin": ALLOWED_ORIGIN})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (404, ALLOWED_ORIGIN)


def test_cors_headers_of_a_service_are_dropped(gateway: Gateway) -> None:
    answer = gateway.ask("/api/v1/images", headers={"X-Want-Header": "Access-Control-Allow-Origin=*"})
    assert cors_headers(answer.headers.keys()) == []


def test_options_without_preflight_headers_reaches_the_service(gateway: Gateway) -> None:
    assert gateway.ask("/api/match/settings/", "OPTIONS").json()["method"] == "OPTIONS"
