"""The headers that a service gets: what the gateway saw, never what the client claims."""

import re
from pathlib import Path

import pytest
from gateway.tests.echo_upstream import http_upstream
from gateway.tests.running_gateway import Gateway, run_gateway

CLAIMS = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;proto=https",
    "X-Request-ID": "chosen-by-the-client",
    "Proxy": "http://evil.example",
    "X_Forwarded_For": "203.0.113.9",
}
PATHS = ["/api/auth/login/", "/api/v1/images", "/api/v1/images/1", "/admin/", "/docs/auth-match/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_claims_of_the_client_are_overwritten_or_dropped(gateway: Gateway, path: str) -> None:
    seen = gateway.ask(path, headers=CLAIMS).received_headers()
    assert seen["x-forwarded-for"] == ["127.0.0.1"]
    assert seen["x-forwarded-proto"] == ["http"]
    dropped = {
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-prefix",
        "x-real-ip",
        "forwarded",
        "proxy",
    }
    assert not (dropped | {"x_forwarded_for"}) & seen.keys()


@pytest.mark.parametrize("path", PATHS)
def test_request_id_is_ours_and_returned_once(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path, headers={**CLAIMS, "X-Want-Header": "X-Request-ID=of-the-service"})
    (passed,) = answer.received_headers()["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", passed)
    assert answer.headers.get_all("X-Request-ID") == [passed]


def test_host_is_passed_with_its_port(gateway: Gateway) -> None:
    assert gateway.ask("/api/v1/images", headers={"Host": "maru.example:8443"}).received_headers()[
        "host"
    ] == ["maru.example:8443"]


@pytest.mark.parametrize(
    ("public_url", "host"),
    [("http://maru.example:8080", "maru.example:8080"), ("https://maru.example/", "maru.example")],
)
def test_request_without_a_host_gets_the_public_one(tmp_path: Path, public_url: str, host: str) -> None:
    """HTTP/1.0 may omit Host (RFC 9112 3.2); Django refuses nginx's own server name, "_"."""
    with (
        run_gateway(tmp_path, MARU_PUBLIC_URL=public_url) as gateway,
        http_upstream(gateway.settings.ports.auth_match_web),
    ):
        assert gateway.ask_raw(b"GET /api/auth/login/ HTTP/1.0\r\n\r\n").received_headers()["host"] == [host]


def test_request_id_differs_every_time(gateway: Gateway) -> None:
    assert len({gateway.ask("/healthz").headers["X-Request-ID"] for _ in range(5)}) == 5


def test_headers_of_a_trusted_proxy_are_used(tmp_path: Path) -> None:
    with (
        run_gateway(tmp_path, MARU_TRUSTED_PROXIES="127.0.0.0/8, 10.0.0.0/8") as gateway,
        http_upstream(gateway.settings.ports.auth_match_web),
    ):
        # the last address before the trusted ones is the client; it wrote everything further left itself
        claimed = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.1.2.3", "X-Forwarded-Proto": "https"}
        answer = gateway.ask("/api/auth/login/", headers=claimed)
        assert answer.received_headers()["x-forwarded-for"] == ["203.0.113.9"]
        assert answer.received_headers()["x-forwarded-proto"] == ["https"]
        assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_headers_of_an_untrusted_proxy_are_ignored(tmp_path: Path) -> None:
    with (
        run_gateway(tmp_path, MARU_TRUSTED_PROXIES="10.0.0.0/8") as gateway,
        http_upstream(gateway.settings.ports.auth_match_web),
    ):
        seen = gateway.ask("/api/auth/login/", headers=CLAIMS).received_headers()
        assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == (["127.0.0.1"], ["http"])
