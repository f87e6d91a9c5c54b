from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db.models.signals import pre_delete
from rest_framework.test import APIClient

from auth_match.accounts.models import AccountEvent, Session, User

URL = "/api/auth/profile/"
PASSWORD = "correct horse battery"
pytestmark = pytest.mark.django_db


def test_deleted_account_is_gone_and_its_name_is_free(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    here, there = log_in(alice), log_in(alice)
    sids = set(alice.sessions.values_list("sid", flat=True))
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {here['access']}")
    response = api.delete(URL, {"password": PASSWORD}, "json")
    assert (response.status_code, response.content) == (204, b"")
    assert not User.objects.filter(id=alice.id).exists()
    assert not Session.objects.exists()
    for tokens in (here, there):
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
        assert client.get(URL).json()["code"] == "invalid_token"
        body = {"refresh": tokens["refresh"]}
        assert client.post("/api/auth/token/refresh/", body, "json").status_code == 401
    events = AccountEvent.objects.order_by("seq")
    assert [event.kind for event in events] == ["session_ended", "session_ended", "user_deleted"]
    assert {event.user_id for event in events} == {alice.id}
    assert {event.sid for event in events} == {*sids, None}
    body = {"username": "ALICE", "password": PASSWORD, "age": 30, "gender": "female"}
    again = APIClient().post("/api/auth/signup/", body, "json")
    assert again.status_code == 201
    assert again.json()["id"] != alice.id


def test_wrong_password_deletes_nothing(as_user: Callable[[User], APIClient], alice: User) -> None:
    client = as_user(alice)
    response = client.delete(URL, {"password": "wrong password"}, "json")
    assert (response.status_code, response.json()["code"]) == (403, "wrong_password")
    assert client.delete(URL).status_code == 422
    assert client.get(URL).status_code == 200
    assert AccountEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_row_written_during_a_deletion_is_deleted_too(
    at_once: Callable[..., list[Any]], as_user: Callable[[User], APIClient], alice: User, bob: User
) -> None:
    stranger = as_user(bob)
    blocked: list[int] = []

    def block(**_: Any) -> None:  # after Django has collected the rows to delete
        if not blocked:
            blocking = partial(stranger.post, "/api/match/blocks/", {"user_id": alice.id}, "json")
            blocked.append(at_once([blocking])[0].status_code)

    pre_delete.connect(block, sender=User)
    try:
        assert as_user(alice).delete(URL, {"password": PASSWORD}, "json").status_code == 204
    finally:
        pre_delete.disconnect(block, sender=User)
    assert blocked == [201]
    assert not User.objects.filter(id=alice.id).exists()


@pytest.mark.django_db(transaction=True)
def test_parallel_deletions_delete_once_and_no_login_survives(
    at_once: Callable[..., list[Any]], log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    client = APIClient(raise_request_exception=False, HTTP_AUTHORIZATION=f"Bearer {log_in(alice)['access']}")
    credentials = {"username": "alice", "password": PASSWORD}
    delete = partial(client.delete, URL, {"password": PASSWORD}, "json")
    enter = partial(APIClient(raise_request_exception=False).post, "/api/auth/login/", credentials, "json")
    change = partial(client.patch, URL, {"age": 31}, "json")
    statuses = [response.status_code for response in at_once([delete] * 4 + [enter] * 4 + [change] * 2)]
    assert sorted(statuses[:4])[0] == 204
    assert set(statuses[:4]) <= {204, 401}
    assert statuses[:4].count(204) == 1
    assert set(statuses[4:]) <= {200, 401}
    assert not User.objects.filter(id=alice.id).exists()
    assert not Session.objects.exists()
    assert AccountEvent.objects.filter(kind="user_deleted").count() == 1
