from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db.transaction import TransactionManagementError
from rest_framework.test import APIClient

from auth_match.accounts.models import AccountEvent, Session, User

URL = "/api/auth/logout/"
pytestmark = pytest.mark.django_db


def test_log_out_ends_both_tokens_at_once(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = log_in(alice)
    response = api.post(URL, {"refresh": tokens["refresh"]}, "json")
    assert (response.status_code, response.content) == (204, b"")
    assert api.post("/api/auth/token/refresh/", {"refresh": tokens["refresh"]}, "json").status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    profile = api.get("/api/auth/profile/")
    assert (profile.status_code, profile.json()["code"]) == (401, "invalid_token")


def test_log_out_is_recorded_in_the_feed_once(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = log_in(alice)
    for _ in range(2):
        assert api.post(URL, {"refresh": tokens["refresh"]}, "json").status_code == 204
    event = AccountEvent.objects.get()
    session = Session.objects.get()
    assert (event.kind, event.user_id, event.sid) == ("session_ended", alice.id, session.sid)
    assert session.ended_reason == "logout"


def test_log_out_keeps_other_sessions(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    here, there = log_in(alice), log_in(alice)
    api.post(URL, {"refresh": here["refresh"]}, "json")
    assert api.post("/api/auth/token/refresh/", {"refresh": there["refresh"]}, "json").status_code == 200


def test_log_out_with_an_access_token_is_refused(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    assert api.post(URL, {"refresh": log_in(alice)["access"]}, "json").status_code == 401
    assert Session.objects.get().ended_at is None


@pytest.mark.django_db(transaction=True)
def test_parallel_log_outs_end_a_session_once(
    at_once: Callable[..., list[Any]], log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    body = {"refresh": log_in(alice)["refresh"]}
    statuses = at_once([partial(lambda: APIClient().post(URL, body, "json").status_code)] * 8)
    assert statuses == [204] * 8
    assert AccountEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        AccountEvent.objects.record(kind="session_ended", user_id=1)
