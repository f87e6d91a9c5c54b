"""Every response has the security headers once, whether from nginx or a service."""

import gzip

import pytest
from gateway.tests.running_gateway import Gateway

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
def test_security_headers_appear_once(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path, headers=DOUBLING)
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
        ("/docs/", "script-src 'self'; style-src 'self'", "unsafe"),
        ("/docs/image-community/", "script-src 'self'; style-src 'self'", "unsafe"),
        ("/docs/auth-match/openapi.json", "script-src 'self'", "unsafe"),
        ("/", "default-src 'self'", "unsafe-inline"),
    ],
)
def test_content_security_policy_per_area(gateway: Gateway, path: str, expected: str, refused: str) -> None:
    policy = gateway.ask(path).headers["Content-Security-Policy"]
    assert expected in policy
    assert refused not in policy


def test_without_tls_there_is_no_hsts(gateway: Gateway) -> None:
    assert "Strict-Transport-Security" not in gateway.ask("/api/v1/images").headers


def test_other_headers_of_a_service_pass(gateway: Gateway) -> None:
    for header in (
        "Link=</api/v1/images?cursor=x>; rel=next",
        "X-Maru-As-Of=2026-11-21T09:00:00Z",
        "Cache-Control=private",
    ):
        name, value = header.split("=", 1)
        assert gateway.ask("/api/v1/images", headers={"X-Want-Header": header}).headers.get_all(name) == [
            value
        ]


def test_vary_of_a_service_and_of_the_gateway_are_combined(gateway: Gateway) -> None:
    answer = gateway.ask("/api/v1/images", headers={"X-Want-Header": "Vary=Authorization"})
    assert set(answer.headers.get_all("Vary", [])) == {"Authorization", "Origin"}


def test_json_is_compressed(gateway: Gateway) -> None:
    wanted = {"Accept-Encoding": "gzip", "X-Want-Bytes": "5000"}
    answer = gateway.ask("/api/v1/images", headers=wanted)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b'"padding"' in gzip.decompress(answer.body)
    assert "Accept-Encoding" in answer.headers.get_all("Vary", [])


def test_responses_with_tokens_are_not_compressed(gateway: Gateway) -> None:
    answer = gateway.ask(
        "/api/auth/login/", "POST", {"Accept-Encoding": "gzip", "X-Want-Bytes": "5000"}, b"{}"
    )
    assert "Content-Encoding" not in answer.headers
