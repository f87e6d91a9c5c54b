import pytest
from django.db import OperationalError
from rest_framework.test import APIClient

from auth_match.runtime import health


@pytest.mark.django_db
def test_process_is_ready_when_its_servers_respond(api: APIClient) -> None:
    assert api.get("/healthz").json() == {"status": "ok"}
    assert api.get("/readyz").json() == {"status": "ok"}


def test_process_is_alive_but_not_ready_without_its_database(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def cursor(self) -> None:
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(health, "connection", Gone())
    assert api.get("/healthz").status_code == 200
    response = api.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_health_accepts_only_get_and_head(path: str, method: str) -> None:
    # Called as servers call it: APIClient skips the CSRF check, which answered 403 in HTML.
    response = APIClient(enforce_csrf_checks=True).generic(method, path)
    assert (response.status_code, response.json()["code"], response["Allow"]) == (
        405,
        "method_not_allowed",
        "GET, HEAD",
    )


@pytest.mark.parametrize("path", ["/healthz", "/admin/", "/api/auth/login/", "/docs/auth-match/", "/nothing"])
@pytest.mark.parametrize("method", ["BREW", "PROPFIND", "TRACE", "CONNECT"])
def test_unknown_method_is_405_everywhere(path: str, method: str) -> None:
    response = APIClient(enforce_csrf_checks=True).generic(method, path)
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert "GET, HEAD" in response["Allow"]
