import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from rest_framework.test import APIClient
from structlog.stdlib import ProcessorFormatter

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """The log output of the service, in its configured format."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    options = {name: value for name, value in settings.LOGGING["formatters"]["json"].items() if name != "()"}
    handler.setFormatter(ProcessorFormatter(**options))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_request_is_one_json_line_with_its_id_and_without_its_query(
    written: io.StringIO, api: APIClient
) -> None:
    api.get("/api/users/?ids=1&secret=hidden", HTTP_X_REQUEST_ID="0123456789abcdef")
    (line,) = written.getvalue().splitlines()
    entry = json.loads(line)
    assert entry.pop("timestamp").endswith("Z")
    assert entry.pop("duration_ms") > 0
    assert entry == {
        "event": "request",
        "level": "info",
        "logger": "auth_match.runtime.logging",
        "service": "auth-match",
        "request_id": "0123456789abcdef",
        "method": "GET",
        "path": "/api/users/",
        "status": 200,
    }


def test_log_records_of_django_have_the_same_format_and_id(
    written: io.StringIO, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("auth_match.accounts.service.names_of", fail)
    response = api.get("/api/users/?ids=1", HTTP_X_REQUEST_ID="0123456789abcdef")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    entries = [json.loads(line) for line in written.getvalue().splitlines()]
    (error,) = (entry for entry in entries if entry["level"] == "error")
    assert error["request_id"] == "0123456789abcdef"
    assert "RuntimeError: a bug" in error["exception"]


def test_quiet_paths_are_logged_only_on_failure(written: io.StringIO, api: APIClient) -> None:
    credential = f"Bearer {settings.SERVICE_CREDENTIAL}"
    assert api.get("/healthz").status_code == 200
    assert api.get("/internal/account-events", HTTP_AUTHORIZATION=credential).status_code == 200
    assert written.getvalue() == ""
    assert api.get("/internal/account-events").status_code == 401
    assert json.loads(written.getvalue().splitlines()[-1])["status"] == 401


def test_problem_contains_the_request_id(api: APIClient) -> None:
    response = api.get("/nothing", HTTP_X_REQUEST_ID="0123456789abcdef")
    assert response.json()["request_id"] == "0123456789abcdef"
