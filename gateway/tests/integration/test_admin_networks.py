"""Django admin is open to the networks of MARU_ADMIN_NETWORKS only."""

from pathlib import Path

import pytest
from gateway.tests.echo_upstream import http_upstream
from gateway.tests.running_gateway import Gateway, run_gateway

PATHS = ["/admin", "/admin/", "/admin/login/", "//admin/", "/%61dmin/", "/api/../admin/login/"]


@pytest.mark.parametrize("path", PATHS)
def test_loopback_may_open_the_admin_by_default(gateway: Gateway, path: str) -> None:
    assert gateway.ask(path).status == 200


def test_other_networks_are_refused(tmp_path: Path) -> None:
    with (
        run_gateway(tmp_path, MARU_ADMIN_NETWORKS="10.0.0.0/8, 2001:db8::/32") as gateway,
        http_upstream(gateway.settings.ports.auth_match_web),
    ):
        for path in PATHS:
            answer = gateway.ask(path, headers={"X-Forwarded-For": "10.0.0.1"})
            assert (answer.status, answer.json()["code"]) == (403, "forbidden")
        assert gateway.ask("/api/auth/login/").status == 200
