"""Security headers stand on every answer, once, whoever made it."""

import gzip

import pytest
from gateway.tests.door import Door

EVERYWHERE = [
    "/",
    "/docs/",
    "/healthz",
    "/api/auth/login/",
    "/api/v1/images",
    "/admin/",
    "/nothing",
    "/uploads/none.webp",
]
DOUBLING = {
    "X-Want-Header": "X-Content-Type-Options=nosniff",
    "X-want-header": "Content-Security-Policy=default-src *",
}


@pytest.mark.parametrize("path", EVERYWHERE)
def test_security_headers_stand_once(door: Door, path: str) -> None:
    answer = door.ask(path, headers=DOUBLING)
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy", "X-Request-ID"):
        assert len(answer.headers.get_all(name, [])) == 1, name
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy or "frame-ancestors 'none'" in policy
    assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize(
    ("path", "expected", "refused"),
    [
        ("/api/v1/images", "default-src 'none'", "unsafe-inline"),
        ("/api/v1/leaderboards/models.svg", "sandbox; default-src 'none'; style-src", "script-src"),
        ("/api/v1/leaderboards/models", "default-src 'none'", "unsafe-inline"),
        ("/admin/", "default-src 'self'", "unsafe-inline"),
        ("/docs/", "script-src 'self' 'unsafe-inline'", "unsafe-eval"),
        ("/", "default-src 'self'", "unsafe-inline"),
    ],
)
def test_content_security_policy_by_place(door: Door, path: str, expected: str, refused: str) -> None:
    policy = door.ask(path).headers["Content-Security-Policy"]
    assert expected in policy
    assert refused not in policy


def test_without_tls_nothing_promises_tls(door: Door) -> None:
    assert "Strict-Transport-Security" not in door.ask("/api/v1/images").headers


def test_what_a_service_says_otherwise_passes(door: Door) -> None:
    for header in (
        "Link=</api/v1/images?cursor=x>; rel=next",
        "X-Maru-As-Of=2026-11-21T09:00:00Z",
        "Cache-Control=private",
    ):
        name, value = header.split("=", 1)
        assert door.ask("/api/v1/images", headers={"X-Want-Header": header}).headers.get_all(name) == [value]


def test_vary_of_a_service_stands_beside_ours(door: Door) -> None:
    answer = door.ask("/api/v1/images", headers={"X-Want-Header": "Vary=Authorization"})
    assert set(answer.headers.get_all("Vary", [])) == {"Authorization", "Origin"}


def test_json_is_compressed(door: Door) -> None:
    wanted = {"Accept-Encoding": "gzip", "X-Want-Bytes": "5000"}
    answer = door.ask("/api/v1/images", headers=wanted)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b'"padding"' in gzip.decompress(answer.body)
    assert "Accept-Encoding" in answer.headers.get_all("Vary", [])


def test_answers_with_tokens_are_not_compressed(door: Door) -> None:
    answer = door.ask("/api/auth/login/", "POST", {"Accept-Encoding": "gzip", "X-Want-Bytes": "5000"}, b"{}")
    assert "Content-Encoding" not in answer.headers
