import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import AccountEvent, Session, User
from auth_match.runtime import clock

URL = "/api/auth/sessions/"
pytestmark = pytest.mark.django_db


def log_in_from(device: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    body = {"username": "alice", "password": "correct horse battery"}
    tokens = client.post("/api/auth/login/", body, "json", HTTP_USER_AGENT=device).json()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    return client


def test_only_my_active_sessions_are_listed(
    as_user: Callable[[User], APIClient], alice: User, bob: User
) -> None:
    as_user(bob)
    phone, laptop = log_in_from("phone"), log_in_from("laptop")
    log_in_from("ended")
    Session.objects.filter(device_label="ended").update(ended_at=clock.now())
    log_in_from("idle")
    Session.objects.filter(device_label="idle").update(idle_expires_at=clock.now())
    sessions = phone.get(URL).json()
    assert [set(session) for session in sessions] == [
        {"sid", "device_label", "created_at", "last_used_at", "current"}
    ] * 2
    shown = [(session["device_label"], session["current"]) for session in sessions]
    assert shown == [("laptop", False), ("phone", True)]
    assert [session["current"] for session in laptop.get(URL).json()] == [True, False]


def test_ending_one_session_leaves_the_others(alice: User) -> None:
    phone, laptop = log_in_from("phone"), log_in_from("laptop")
    sid = Session.objects.get(device_label="laptop").sid
    assert phone.delete(f"{URL}{sid}/").status_code == 204
    assert laptop.get(URL).status_code == 401
    assert phone.get(URL).status_code == 200
    event = AccountEvent.objects.get()
    assert (event.kind, event.user_id, event.sid) == ("session_ended", alice.id, sid)
    again = phone.delete(f"{URL}{sid}/")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")


def test_session_of_another_user_is_not_found_and_stays_active(
    as_user: Callable[[User], APIClient], alice: User, bob: User
) -> None:
    hers, his = as_user(alice), as_user(bob)
    sid = Session.objects.get(user=bob).sid
    assert hers.delete(f"{URL}{sid}/").status_code == 404
    assert hers.delete(f"{URL}{uuid.uuid4()}/").status_code == 404
    assert his.get(URL).status_code == 200
    assert AccountEvent.objects.count() == 0


@pytest.mark.parametrize(
    "sid", ["1", "%00", "x" * 3000, "00000000-0000-0000-0000-00000000000G", "../profile"]
)
def test_invalid_session_id_is_not_found(as_user: Callable[[User], APIClient], alice: User, sid: str) -> None:
    response = as_user(alice).delete(f"{URL}{sid}/")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_log_out_everywhere_ends_all_my_sessions(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User, bob: User
) -> None:
    log_in(bob)
    all_tokens = [log_in(alice) for _ in range(3)]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {all_tokens[0]['access']}")
    response = api.post("/api/auth/logout-all/")
    assert (response.status_code, response.content) == (204, b"")
    for tokens in all_tokens:
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
        assert client.get("/api/auth/profile/").status_code == 401
        refreshed = client.post("/api/auth/token/refresh/", {"refresh": tokens["refresh"]}, "json")
        assert refreshed.status_code == 401
    ended = {event.sid for event in AccountEvent.objects.all()}
    assert ended == {session.sid for session in alice.sessions.all()}
    assert len(ended) == 3
    assert {session.ended_reason for session in alice.sessions.all()} == {"logout_all"}
    assert Session.objects.get(user=bob).ended_at is None


def test_least_recently_used_session_ends_beyond_the_limit(alice: User, settings: Any) -> None:
    settings.SESSIONS_PER_USER = 3
    first, second, *_ = [log_in_from(f"device {number}") for number in range(3)]
    refresh = Session.objects.get(device_label="device 0")
    refresh.last_used_at = clock.now()  # as a refresh sets it
    refresh.save()
    newest = log_in_from("device 3")
    assert [client.get(URL).status_code for client in (first, second, newest)] == [200, 401, 200]
    ended = Session.objects.get(device_label="device 1")
    assert ended.ended_reason == "too_many_sessions"
    event = AccountEvent.objects.get()
    assert (event.kind, event.sid) == ("session_ended", ended.sid)


def test_concurrent_logins_do_not_exceed_the_session_limit(
    at_once: Callable[..., list[Any]], transactional_db: None, alice: User, settings: Any
) -> None:
    settings.SESSIONS_PER_USER = 3
    at_once([partial(log_in_from, f"device {number}") for number in range(10)])
    assert Session.objects.filter(ended_at=None).count() == 3
    assert Session.objects.count() == 10
