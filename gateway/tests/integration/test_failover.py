"""A dead process behind the gateway costs nothing while another lives."""

from pathlib import Path

import pytest
from gateway.tests.door import Door, open_door
from gateway.tests.echo_upstream import http_upstream


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_refused_connection_goes_to_the_next_process(tmp_path: Path, method: str) -> None:
    """A POST too: it was never sent."""
    with open_door(tmp_path) as door:
        first, second = door.settings.ports.image_web
        for alive in (first, second):
            with http_upstream(alive):
                answers = [door.ask("/api/v1/images/5", method, body=b"x") for _ in range(6)]
            assert {(a.status, a.json()["port"]) for a in answers} == {(200, alive)}


def test_load_is_spread(door: Door) -> None:
    ports = {door.ask("/api/v1/images").json()["port"] for _ in range(12)}
    assert ports == set(door.settings.ports.image_web)


@pytest.mark.parametrize(
    "path", ["/api/v1/images", "/api/auth/login/", "/ws/match/", "/docs/auth-match/", "/admin/"]
)
def test_nobody_left_is_503_with_retry_after(tmp_path: Path, path: str) -> None:
    with open_door(tmp_path) as door:
        answer = door.ask(path)
        assert (answer.status, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) >= 1
        assert door.ask("/healthz").status == 200


def test_a_returned_process_is_asked_at_once(tmp_path: Path) -> None:
    with open_door(tmp_path) as door:
        assert door.ask("/api/auth/login/").status == 503
        with http_upstream(door.settings.ports.auth_match_web):
            assert door.ask("/api/auth/login/").status == 200
