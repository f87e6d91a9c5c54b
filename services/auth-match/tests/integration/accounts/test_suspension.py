"""A suspension locks a user out like a deactivation, and ends by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from auth_match.accounts import lifecycle
from auth_match.accounts.models import AccountEvent, Session, User
from auth_match.runtime import clock

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def kinds() -> list[str]:
    return list(AccountEvent.objects.order_by("seq").values_list("kind", flat=True))


def log_in() -> int:
    body = {"username": "alice", "password": "correct horse battery"}
    return int(APIClient().post("/api/auth/login/", body, "json").status_code)


def suspend(user: User, how_long: timedelta) -> None:
    lifecycle.suspend(user_id=user.id, until=clock.now() + how_long)


def test_suspended_user_may_log_in_only_after_the_end(
    log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = log_in(alice)
    suspend(alice, WEEK)
    assert kinds() == ["session_ended", "user_disabled"]
    assert Session.objects.get().ended_reason == "suspended"
    refused = APIClient().post("/api/auth/token/refresh/", {"refresh": tokens["refresh"]}, "json")
    assert refused.status_code == 401
    body = {"username": "alice", "password": "correct horse battery"}
    assert APIClient().post("/api/auth/login/", body, "json").json()["code"] == "invalid_credentials"
    assert lifecycle.lift_suspensions() == 0
    User.objects.update(suspended_until=clock.now())
    assert lifecycle.lift_suspensions() == 1
    assert kinds()[2:] == ["user_enabled"]
    assert log_in(alice)
    assert lifecycle.lift_suspensions() == 0


def test_later_of_two_suspension_ends_counts(alice: User) -> None:
    suspend(alice, WEEK)
    end = User.objects.get().suspended_until
    suspend(alice, WEEK - timedelta(days=1))
    assert User.objects.get().suspended_until == end
    suspend(alice, WEEK + timedelta(days=1))
    assert User.objects.get().suspended_until > end  # type: ignore[operator]
    assert kinds() == ["user_disabled"]


def test_deactivation_outlasts_a_suspension(alice: User) -> None:
    lifecycle.deactivate(user_id=alice.id)
    suspend(alice, -WEEK)
    assert lifecycle.lift_suspensions() == 0
    lifecycle.reactivate(user_id=alice.id)
    suspend(alice, -WEEK)
    lifecycle.deactivate(user_id=alice.id)
    assert lifecycle.lift_suspensions() == 0
    assert log_in() == 401


def test_staff_may_end_a_suspension_early(alice: User) -> None:
    suspend(alice, WEEK)
    lifecycle.reactivate(user_id=alice.id)
    alice.refresh_from_db()
    assert (alice.is_active, alice.suspended_until) == (True, None)
    assert log_in() == 200


def test_active_user_cannot_be_suspended_in_the_database(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(suspended_until=clock.now())


@pytest.mark.django_db(transaction=True)
def test_concurrent_processes_lift_a_suspension_once(at_once: Callable[..., list[Any]], alice: User) -> None:
    for _ in range(5):
        suspend(alice, -WEEK)
        assert sorted(at_once([lifecycle.lift_suspensions] * 4)) == [0, 0, 0, 1]
    assert kinds() == ["user_disabled", "user_enabled"] * 5
