from collections.abc import Callable

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from auth_match.accounts.models import AccountEvent, User

URL = "/api/auth/password/"
OLD, NEW = "correct horse battery", "another horse battery"
pytestmark = pytest.mark.django_db


def can_log_in(password: str) -> bool:
    body = {"username": "alice", "password": password}
    return bool(APIClient().post("/api/auth/login/", body, "json").status_code == 200)


def test_new_password_ends_only_the_other_sessions(as_user: Callable[[User], APIClient], alice: User) -> None:
    here, there = as_user(alice), as_user(alice)
    response = here.post(URL, {"current_password": OLD, "new_password": NEW}, "json")
    assert (response.status_code, response.content) == (204, b"")
    assert here.get("/api/auth/profile/").status_code == 200
    assert there.get("/api/auth/profile/").status_code == 401
    event = AccountEvent.objects.get()
    ended = alice.sessions.get(ended_reason="password_changed")
    assert (event.kind, event.sid) == ("session_ended", ended.sid)
    assert (can_log_in(OLD), can_log_in(NEW)) == (False, True)


def test_wrong_current_password_changes_nothing(as_user: Callable[[User], APIClient], alice: User) -> None:
    here, there = as_user(alice), as_user(alice)
    response = here.post(URL, {"current_password": "wrong password", "new_password": NEW}, "json")
    assert (response.status_code, response.json()["code"]) == (403, "wrong_password")
    assert there.get("/api/auth/profile/").status_code == 200
    assert can_log_in(OLD)


def test_weak_new_password_is_refused_with_its_field(
    as_user: Callable[[User], APIClient], alice: User
) -> None:
    response = as_user(alice).post(URL, {"current_password": OLD, "new_password": "short"}, "json")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "new_password"
    assert can_log_in(OLD)


def test_password_set_by_an_operator_ends_every_session(
    as_user: Callable[[User], APIClient], alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service stores no e-mail address, so an operator replaces a forgotten password."""
    client = as_user(alice)
    monkeypatch.setattr("getpass.getpass", lambda prompt="": NEW)
    call_command("changepassword", "alice", verbosity=0)
    assert client.get("/api/auth/profile/").status_code == 401
    assert AccountEvent.objects.get().user_id == alice.id
    assert can_log_in(NEW)


def test_rehash_at_login_ends_no_session(as_user: Callable[[User], APIClient], alice: User) -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    client = as_user(alice)
    User.objects.filter(id=alice.id).update(password=PBKDF2PasswordHasher().encode(OLD, "salt", iterations=1))
    assert can_log_in(OLD)
    assert client.get("/api/auth/profile/").status_code == 200
    assert AccountEvent.objects.count() == 0
