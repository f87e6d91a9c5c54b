"""While one process lives, requests do not fail when the other is dead."""

from pathlib import Path

import pytest
from gateway.tests.echo_upstream import http_upstream
from gateway.tests.running_gateway import Gateway, run_gateway


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_refused_connection_goes_to_the_next_process(tmp_path: Path, method: str) -> None:
    """Also a POST: it was never sent."""
    with run_gateway(tmp_path) as gateway:
        first, second = gateway.settings.ports.image_web
        for alive in (first, second):
            with http_upstream(alive):
                answers = [gateway.ask("/api/v1/images/5", method, body=b"x") for _ in range(6)]
            assert {(a.status, a.json()["port"]) for a in answers} == {(200, alive)}


def test_requests_are_distributed(gateway: Gateway) -> None:
    ports = {gateway.ask("/api/v1/images").json()["port"] for _ in range(12)}
    assert ports == set(gateway.settings.ports.image_web)


@pytest.mark.parametrize(
    "path", ["/api/v1/images", "/api/auth/login/", "/ws/match/", "/docs/auth-match/openapi.json", "/admin/"]
)
def test_no_live_process_is_503_with_retry_after(tmp_path: Path, path: str) -> None:
    with run_gateway(tmp_path) as gateway:
        answer = gateway.ask(path)
        assert (answer.status, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) >= 1
        assert gateway.ask("/healthz").status == 200


def test_restarted_process_gets_requests_at_once(tmp_path: Path) -> None:
    with run_gateway(tmp_path) as gateway:
        assert gateway.ask("/api/auth/login/").status == 503
        with http_upstream(gateway.settings.ports.auth_match_web):
            assert gateway.ask("/api/auth/login/").status == 200
