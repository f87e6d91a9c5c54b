"""Lines that need a cause in the process; those of each request are in tests/e2e/test_parity.py."""

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


def test_unhandled_error_is_one_line_with_its_error_and_id(
    written: io.StringIO, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("auth_match.accounts.service.names_of", fail)
    response = api.get("/api/users/?ids=1", HTTP_X_REQUEST_ID="0123456789abcdef")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    entries = [json.loads(line) for line in written.getvalue().splitlines()]
    (error,) = (entry for entry in entries if entry["level"] == "error")
    assert (error["event"], error["error"]) == ("unhandled_error", "RuntimeError")
    assert error["request_id"] == "0123456789abcdef"
    assert "RuntimeError: a bug" in error["exception"]


def test_account_feed_is_logged_only_on_failure(capsys: pytest.CaptureFixture[str], api: APIClient) -> None:
    credential = f"Bearer {settings.SERVICE_CREDENTIAL}"
    assert api.get("/internal/account-events", HTTP_AUTHORIZATION=credential).status_code == 200
    assert capsys.readouterr().out == ""
    assert api.get("/internal/account-events").status_code == 401
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["status"] == 401
