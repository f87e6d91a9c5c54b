"""Connections to the services are kept for reads, never for writes; the published keys come from a cache."""

from pathlib import Path

import pytest
from gateway.tests.echo_upstream import http_upstream
from gateway.tests.running_gateway import Gateway, run_gateway

JWKS = "/.well-known/jwks.json"


def connections(gateway: Gateway, path: str, method: str) -> set[int]:
    return {gateway.ask(path, method).json()["connection"] for _ in range(8)}


def test_reads_share_connections(gateway: Gateway) -> None:
    """At most one for each of two processes and each of nginx's two workers."""
    assert len(connections(gateway, "/api/v1/images/5", "GET")) <= 4


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_write_has_a_connection_of_its_own(gateway: Gateway, method: str) -> None:
    assert len(connections(gateway, "/api/v1/images/5", method)) == 8


def test_read_on_a_connection_that_the_service_closed_is_repeated(tmp_path: Path) -> None:
    with run_gateway(tmp_path) as gateway:
        first, second = gateway.settings.ports.image_web
        with http_upstream(second):
            with http_upstream(first):
                assert all(gateway.ask("/api/v1/images/5").status == 200 for _ in range(8))
            assert all(gateway.ask("/api/v1/images/5").status == 200 for _ in range(8))


def test_keys_are_asked_for_once(tmp_path: Path) -> None:
    kept = {"X-Want-Header": "Cache-Control=public, max-age=30"}
    with run_gateway(tmp_path) as gateway:
        with http_upstream(gateway.settings.ports.auth_match_web):
            answers = [gateway.ask(path, headers=kept) for path in (JWKS, JWKS, f"{JWKS}/", f"{JWKS}?a=b")]
        assert {answer.status for answer in answers} == {200}
        assert len({answer.json()["connection"] for answer in answers[:3]}) == 1
        assert {answer.headers["Cache-Control"] for answer in answers} == {"public, max-age=30"}
        assert len({answer.headers["X-Request-ID"] for answer in answers}) == 4


def test_response_that_may_not_be_kept_is_asked_for_again(tmp_path: Path) -> None:
    with run_gateway(tmp_path) as gateway, http_upstream(gateway.settings.ports.auth_match_web):
        fresh = {"X-Want-Header": "Cache-Control=no-store", "X-Want-Status": "503"}
        assert len({gateway.ask(JWKS, headers=fresh).json()["connection"] for _ in range(3)}) == 3
