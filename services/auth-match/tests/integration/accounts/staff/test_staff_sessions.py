"""Admin sessions end after 30 idle minutes, at "log out everywhere", and when the account loses trust."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.sessions.models import Session as StaffSession
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient
from tests.people.second_factor import code_of, key_on, secret_on

from auth_match.accounts import lifecycle, service
from auth_match.accounts.models import User
from auth_match.accounts.staff import second_factor
from auth_match.runtime import clock

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def staff(client: Client, boss: User) -> Client:
    client.post("/admin/login/", {"username": "boss", "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def left() -> timedelta:
    return StaffSession.objects.get().expire_date - clock.now()


def test_each_page_restarts_the_idle_timeout(staff: Client) -> None:
    half_an_hour = timedelta(minutes=30)
    assert timedelta(minutes=29) < left() <= half_an_hour
    StaffSession.objects.update(expire_date=clock.now() + timedelta(seconds=30))
    assert is_in(staff)
    assert timedelta(minutes=29) < left() <= half_an_hour


def test_session_idle_for_half_an_hour_expires(staff: Client) -> None:
    StaffSession.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert not is_in(staff)


def test_refused_page_does_not_extend_the_session(staff: Client, boss: User) -> None:
    User.objects.update(is_staff=False)
    StaffSession.objects.update(expire_date=clock.now() + timedelta(seconds=30))
    assert not is_in(staff)
    assert left() < timedelta(seconds=31)


def test_log_out_everywhere_ends_it(staff: Client, boss: User, as_user: Callable[[User], APIClient]) -> None:
    assert as_user(boss).post("/api/auth/logout-all/").status_code == 204
    assert not is_in(staff)


def test_new_password_ends_it(staff: Client, boss: User, as_user: Callable[[User], APIClient]) -> None:
    body = {"current_password": PASSWORD, "new_password": "quite another battery"}
    assert as_user(boss).post("/api/auth/password/", body, "json").status_code == 204
    assert not is_in(staff)


@pytest.mark.parametrize("how", ["deactivate", "suspend"])
def test_session_stays_ended_after_a_reactivation(staff: Client, boss: User, how: str) -> None:
    if how == "deactivate":
        lifecycle.deactivate(user_id=boss.pk)
    else:
        lifecycle.suspend(user_id=boss.pk, until=clock.now() + timedelta(days=1))
    # no request in between: a refused request would end the session and hide whether it is restored
    lifecycle.reactivate(user_id=boss.pk)
    assert not is_in(staff)
    assert staff.post("/admin/login/", {"username": "boss", "password": PASSWORD}).status_code == 302
    assert is_in(staff)


def test_api_request_with_an_admin_cookie_does_not_touch_the_session(
    staff: Client, boss: User, as_user: Callable[[User], APIClient], settings: Any
) -> None:
    client = as_user(boss)
    client.cookies = staff.cookies
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/api/auth/profile/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not [query["sql"] for query in queries if "django_session" in query["sql"]]
    assert not [query["sql"] for query in queries if "otp_" in query["sql"]]


def test_cookie_is_limited_to_the_admin_path(client: Client, boss: User, settings: Any) -> None:
    response = client.post("/admin/login/", {"username": "boss", "password": PASSWORD})
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        "/admin/",
        1800,
        True,
        "Lax",
    )


def test_log_out_everywhere_right_after_an_enrolment_ends_the_session(
    staff: Client, boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A past bug: the page re-read the account and took the new state for its own change."""
    enrol = second_factor.enrol

    def enrol_and_log_out(**given: Any) -> second_factor.Enrolment:
        enrolment = enrol(**given)
        service.log_out_everywhere(user=boss)
        return enrolment

    monkeypatch.setattr(second_factor, "enrol", enrol_and_log_out)
    page = staff.get("/admin/second-factor/").content.decode()
    form = {"key": key_on(page), "password": PASSWORD, "code": code_of(secret_on(page))}
    assert staff.post("/admin/second-factor/", form).status_code == 200
    assert not is_in(staff)


def test_password_form_of_a_deleted_account_redirects_to_the_login(rf: RequestFactory, boss: User) -> None:
    request = rf.post("/admin/password_change/", {})
    request.user = User.objects.get(pk=boss.pk)
    User.objects.all().delete()
    answer = site.password_change(request)
    assert (answer.status_code, answer.url) == (302, "/admin/login/?next=/admin/password_change/")
