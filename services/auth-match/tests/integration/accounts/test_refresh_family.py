"""One live successor, a short grace, and the end of the family when an old token is reused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts import keys
from auth_match.accounts.models import AccountEvent, Session, User
from auth_match.runtime import clock

URL = "/api/auth/token/refresh/"
pytestmark = pytest.mark.django_db


class Time:
    """The service's clock, set by the test."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "now", lambda: time.now)
    return time


def refresh(token: str) -> Any:
    return APIClient(raise_request_exception=False).post(URL, {"refresh": token}, "json")


def successor(token: str) -> str:
    response = refresh(token)
    assert response.status_code == 200, response.content
    return str(response.json()["refresh"])


def assert_family_is_over(*tokens: str, access: str) -> None:
    for token in tokens:
        response = refresh(token)
        assert (response.status_code, response.json()["code"]) == (401, "invalid_token")
        assert response["WWW-Authenticate"] == 'Bearer realm="maru", error="invalid_token"'
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {access}")
    assert client.get("/api/auth/profile/").status_code == 401
    assert Session.objects.get().ended_reason == "reuse"
    event = AccountEvent.objects.get()
    assert (event.kind, event.sid) == ("session_ended", Session.objects.get().sid)


def test_repeats_within_the_grace_get_the_same_successor(
    time: Time, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    first = log_in(alice)["refresh"]
    time.pass_seconds(60)
    second = successor(first)
    for _ in range(5):
        time.pass_seconds(12)
        assert successor(first) == second
    time.pass_seconds(0.001)
    assert refresh(first).status_code == 401


def test_repeats_do_not_extend_the_session(
    time: Time, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    first = log_in(alice)["refresh"]
    successor(first)
    row = Session.objects.values().get()
    time.pass_seconds(5)
    successor(first)
    assert Session.objects.values().get() == row


@pytest.mark.parametrize("seconds", [60.001, 3600])
def test_parent_after_the_grace_ends_the_family(
    time: Time, log_in: Callable[[User], dict[str, str]], alice: User, seconds: float
) -> None:
    first = log_in(alice)["refresh"]
    pair = refresh(first).json()
    time.pass_seconds(seconds)
    access = refresh(pair["refresh"]).json()["access"] if seconds > 600 else pair["access"]
    assert_family_is_over(first, pair["refresh"], access=access)


def test_use_of_the_successor_ends_the_grace(
    time: Time, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    first = log_in(alice)["refresh"]
    second = successor(first)
    pair = refresh(second).json()
    assert_family_is_over(first, second, pair["refresh"], access=pair["access"])


@pytest.mark.parametrize("generation", range(4))
def test_any_ancestor_ends_the_family(
    time: Time, log_in: Callable[[User], dict[str, str]], alice: User, generation: int
) -> None:
    tokens = [log_in(alice)["refresh"]]
    for _ in range(4):
        time.pass_seconds(300)
        pair = refresh(tokens[-1]).json()
        tokens.append(pair["refresh"])
    time.pass_seconds(61)
    assert_family_is_over(tokens[generation], *tokens, access=pair["access"])


def test_other_sessions_of_the_user_stay_active(
    time: Time, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    here, there = log_in(alice)["refresh"], log_in(alice)["refresh"]
    successor(here)
    time.pass_seconds(61)
    assert refresh(here).status_code == 401
    assert refresh(there).status_code == 200


def test_repeat_across_a_key_rotation_gets_the_same_successor(
    time: Time,
    log_in: Callable[[User], dict[str, str]],
    alice: User,
    tmp_path: Any,
    settings: Any,
) -> None:
    settings.SIGNING_KEYS_DIR = tmp_path
    keys.make_signing_key(tmp_path, signs_from=time.now)
    keys.rotate_signing_key(tmp_path, now=time.now, lead=timedelta(seconds=5))
    first = log_in(alice)["refresh"]
    second = successor(first)
    kid = keys.key_ring().signing.kid
    time.pass_seconds(6)
    assert keys.key_ring().signing.kid != kid
    assert successor(first) == second
    assert refresh(second).status_code == 200


def test_session_older_than_token_families_can_be_refreshed(
    log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    """Rows older than the migration have neither a parent nor a key id."""
    first = log_in(alice)["refresh"]
    Session.objects.update(parent_jti_hash="", refresh_kid="")
    second = successor(first)
    assert successor(first) == second


def test_access_token_does_not_outlive_the_session(
    time: Time, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    first = log_in(alice)["refresh"]
    Session.objects.update(absolute_expires_at=time.now + timedelta(seconds=90))
    pair = refresh(first).json()
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    time.pass_seconds(60)
    assert client.get("/api/auth/profile/").status_code == 200
    time.pass_seconds(31)
    assert client.get("/api/auth/profile/").status_code == 401
    assert refresh(pair["refresh"]).status_code == 401
