from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import User
from auth_match.accounts.signals import exporting

URL = "/api/auth/export/"
pytestmark = pytest.mark.django_db


def test_export_contains_only_my_data(as_user: Callable[[User], APIClient], alice: User, bob: User) -> None:
    as_user(bob)
    client = as_user(alice)
    client.post("/api/auth/logout-all/")
    client = as_user(alice)
    response = client.get(URL)
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="maru-account.json"'
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert (body["account"]["id"], body["account"]["username"], body["account"]["age"]) == (
        alice.id,
        "alice",
        30,
    )
    assert [session["ended_reason"] for session in body["sessions"]] == ["logout_all", ""]
    assert [event["kind"] for event in body["account_events"]] == ["session_ended"]
    text = response.content.decode()
    assert "argon2" not in text
    assert "hash" not in text
    assert str(bob.sessions.get().sid) not in text


def test_other_features_add_their_part(as_user: Callable[[User], APIClient], alice: User) -> None:
    def answer(user: User, **_: Any) -> tuple[str, object]:
        return "garden", {"flowers": [user.username]}

    exporting.connect(answer)
    try:
        assert as_user(alice).get(URL).json()["garden"] == {"flowers": ["alice"]}
    finally:
        exporting.disconnect(answer)


def test_export_needs_a_token(api: APIClient) -> None:
    assert api.get(URL).status_code == 401
