"""What a service is told about a request: what the gateway saw, never what the client claims."""

import re
from pathlib import Path

import pytest
from gateway.tests.door import Door, open_door
from gateway.tests.echo_upstream import http_upstream

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
PATHS = ["/api/auth/login/", "/api/v1/images", "/api/v1/images/1", "/admin/", "/docs/auth-match/"]


@pytest.mark.parametrize("path", PATHS)
def test_claims_of_the_client_are_overwritten_or_dropped(door: Door, path: str) -> None:
    seen = door.ask(path, headers=CLAIMS).received_headers()
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
def test_request_id_is_ours_and_returned_once(door: Door, path: str) -> None:
    answer = door.ask(path, headers={**CLAIMS, "X-Want-Header": "X-Request-ID=of-the-service"})
    (told,) = answer.received_headers()["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", told)
    assert answer.headers.get_all("X-Request-ID") == [told]


def test_host_is_passed_with_its_port(door: Door) -> None:
    assert door.ask("/api/v1/images", headers={"Host": "maru.example:8443"}).received_headers()["host"] == [
        "maru.example:8443"
    ]


@pytest.mark.parametrize(
    ("public_url", "host"),
    [("http://maru.example:8080", "maru.example:8080"), ("https://maru.example/", "maru.example")],
)
def test_request_without_a_host_is_for_the_public_one(tmp_path: Path, public_url: str, host: str) -> None:
    """HTTP/1.0 may leave it out (RFC 9112 3.2); nginx's own name, "_", is no host that Django takes."""
    with (
        open_door(tmp_path, MARU_PUBLIC_URL=public_url) as door,
        http_upstream(door.settings.ports.auth_match_web),
    ):
        assert door.ask_raw(b"GET /api/auth/login/ HTTP/1.0\r\n\r\n").received_headers()["host"] == [host]


def test_request_id_differs_every_time(door: Door) -> None:
    assert len({door.ask("/healthz").headers["X-Request-ID"] for _ in range(5)}) == 5


def test_a_trusted_terminator_is_believed(tmp_path: Path) -> None:
    with (
        open_door(tmp_path, MARU_TRUSTED_PROXIES="127.0.0.0/8, 10.0.0.0/8") as door,
        http_upstream(door.settings.ports.auth_match_web),
    ):
        # the last address before the trusted ones is the client; what stands further left it wrote itself
        claimed = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.1.2.3", "X-Forwarded-Proto": "https"}
        answer = door.ask("/api/auth/login/", headers=claimed)
        assert answer.received_headers()["x-forwarded-for"] == ["203.0.113.9"]
        assert answer.received_headers()["x-forwarded-proto"] == ["https"]
        assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_a_terminator_outside_the_list_is_not_believed(tmp_path: Path) -> None:
    with (
        open_door(tmp_path, MARU_TRUSTED_PROXIES="10.0.0.0/8") as door,
        http_upstream(door.settings.ports.auth_match_web),
    ):
        seen = door.ask("/api/auth/login/", headers=CLAIMS).received_headers()
        assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == (["127.0.0.1"], ["http"])
