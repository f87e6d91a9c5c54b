import pytest
from django.db import OperationalError
from rest_framework.test import APIClient

from auth_match.runtime import health


@pytest.mark.django_db
def test_process_is_ready_when_its_servers_answer(api: APIClient) -> None:
    assert api.get("/healthz").json() == {"status": "ok"}
    assert api.get("/readyz").json() == {"status": "ok"}


def test_process_lives_but_is_not_ready_without_its_database(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def cursor(self) -> None:
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(health, "connection", Gone())
    assert api.get("/healthz").status_code == 200
    response = api.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")


def test_health_answers_to_get_alone(api: APIClient) -> None:
    response = api.post("/healthz")
    assert (response.status_code, response.json()["code"], response["Allow"]) == (
        405,
        "method_not_allowed",
        "GET, HEAD",
    )
