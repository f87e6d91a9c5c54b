from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from rest_framework.test import APIClient

from auth_match.accounts import lifecycle
from auth_match.accounts.errors import UnknownUser
from auth_match.accounts.models import AccountEvent, Session, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, make_user: Callable[..., User]) -> Client:
    make_user("root_of_all", is_staff=True, is_superuser=True)
    assert client.login(username="root_of_all", password="correct horse battery")
    return client


def by_command(_staff: Client, user: User, is_active: bool) -> None:
    call_command("reactivate_user" if is_active else "deactivate_user", user.username.upper())


def by_action(staff: Client, user: User, is_active: bool) -> None:
    action = "reactivate" if is_active else "deactivate"
    data = {"action": action, "_selected_action": [user.id]}
    assert staff.post("/admin/accounts/user/", data).status_code == 302


@pytest.mark.parametrize("set_active", [by_command, by_action])
def test_deactivated_user_is_locked_out_until_reactivated(
    staff: Client,
    log_in: Callable[[User], dict[str, str]],
    alice: User,
    set_active: Callable[[Client, User, bool], None],
) -> None:
    tokens = [log_in(alice), log_in(alice)]
    for _ in range(2):  # the second time changes nothing
        set_active(staff, alice, False)
    kinds = list(AccountEvent.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["session_ended", "session_ended", "user_disabled"]
    for pair in tokens:
        assert_refused(pair)
    credentials = {"username": "alice", "password": "correct horse battery"}
    assert APIClient().post("/api/auth/login/", credentials, "json").json()["code"] == "invalid_credentials"
    for _ in range(2):
        set_active(staff, alice, True)
    assert AccountEvent.objects.order_by("seq").values_list("kind", flat=True)[3:].get() == "user_enabled"
    assert_refused(tokens[0])  # ended sessions stay ended
    assert APIClient().post("/api/auth/login/", credentials, "json").status_code == 200


def assert_refused(tokens: dict[str, str]) -> None:
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    assert client.get("/api/auth/profile/").status_code == 401
    body = {"refresh": tokens["refresh"]}
    assert client.post("/api/auth/token/refresh/", body, "json").status_code == 401


@pytest.mark.parametrize("command", ["deactivate_user", "reactivate_user"])
def test_unknown_user_is_an_error(command: str) -> None:
    with pytest.raises(CommandError, match="no user nobody"):
        call_command(command, "nobody")


def test_deleted_user_cannot_be_deactivated() -> None:
    with pytest.raises(UnknownUser):
        lifecycle.deactivate(user_id=2_000_000_000)


@pytest.mark.django_db(transaction=True)
def test_concurrent_login_does_not_survive_a_deactivation(
    at_once: Callable[..., list[Any]], alice: User
) -> None:
    body = {"username": "alice", "password": "correct horse battery"}

    def log_in(address: str) -> int:
        client = APIClient(HTTP_X_FORWARDED_FOR=address)  # different addresses, so that no limit applies
        return int(client.post("/api/auth/login/", body, "json").status_code)

    for number in range(5):
        logins = [partial(log_in, f"192.0.2.{number * 4 + seat}") for seat in range(4)]
        statuses = at_once([*logins, partial(lifecycle.deactivate, user_id=alice.id)])
        assert set(statuses[:-1]) <= {200, 401}
        assert not Session.objects.filter(ended_at=None).exists()
        ended = set(Session.objects.values_list("sid", flat=True))
        events = AccountEvent.objects.filter(kind="session_ended")
        assert set(events.values_list("sid", flat=True)) == ended
        lifecycle.reactivate(user_id=alice.id)
