"""Django admin is open to the networks of MARU_ADMIN_NETWORKS only."""

from pathlib import Path

import pytest
from gateway.tests.door import Door, open_door
from gateway.tests.echo_upstream import http_upstream

PATHS = ["/admin", "/admin/", "/admin/login/", "//admin/", "/%61dmin/", "/api/../admin/login/"]


@pytest.mark.parametrize("path", PATHS)
def test_loopback_may_enter_by_default(door: Door, path: str) -> None:
    assert door.ask(path).status == 200


def test_other_networks_are_refused(tmp_path: Path) -> None:
    with (
        open_door(tmp_path, MARU_ADMIN_NETWORKS="10.0.0.0/8, 2001:db8::/32") as door,
        http_upstream(door.settings.ports.auth_match_web),
    ):
        for path in PATHS:
            answer = door.ask(path, headers={"X-Forwarded-For": "10.0.0.1"})
            assert (answer.status, answer.json()["code"]) == (403, "forbidden")
        assert door.ask("/api/auth/login/").status == 200
