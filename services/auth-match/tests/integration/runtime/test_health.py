"""Methods at the edge of Django. What health answers is in tests/e2e/test_parity.py."""

import pytest
from rest_framework.test import APIClient


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


@pytest.mark.parametrize(
    "path", ["/healthz", "/admin/", "/api/auth/login/", "/docs/auth-match/openapi.json", "/nothing"]
)
@pytest.mark.parametrize("method", ["BREW", "PROPFIND", "TRACE", "CONNECT"])
def test_unknown_method_is_405_everywhere(path: str, method: str) -> None:
    response = APIClient(enforce_csrf_checks=True).generic(method, path)
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert "GET, HEAD" in response["Allow"]
