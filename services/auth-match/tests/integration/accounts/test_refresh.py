from collections.abc import Callable
from datetime import timedelta

import jwt
import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import Session, User
from auth_match.runtime import clock

URL = "/api/auth/token/refresh/"
pytestmark = pytest.mark.django_db


def test_refresh_returns_a_new_pair(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    first = log_in(alice)["refresh"]
    second = api.post(URL, {"refresh": first}, "json")
    assert second.status_code == 200
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {second.json()['access']}")
    assert api.get("/api/auth/profile/").status_code == 200
    assert second.json()["refresh"] != first
    assert api.post(URL, {"refresh": second.json()["refresh"]}, "json").status_code == 200
    assert Session.objects.count() == 1


def test_idle_session_expires(api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User) -> None:
    tokens = log_in(alice)
    Session.objects.update(idle_expires_at=clock.now() - timedelta(seconds=1))
    assert api.post(URL, {"refresh": tokens["refresh"]}, "json").status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    assert api.get("/api/auth/profile/").json()["code"] == "invalid_token"


def test_refresh_never_extends_a_session_past_its_absolute_expiry(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = log_in(alice)
    last_moment = clock.now() + timedelta(hours=1)
    Session.objects.update(absolute_expires_at=last_moment)
    refresh = api.post(URL, {"refresh": tokens["refresh"]}, "json").json()["refresh"]
    session = Session.objects.get()
    assert session.idle_expires_at == session.absolute_expires_at == last_moment
    assert jwt.decode(refresh, options={"verify_signature": False})["exp"] == int(last_moment.timestamp())


def test_access_and_refresh_tokens_are_not_interchangeable(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = log_in(alice)
    assert api.post(URL, {"refresh": tokens["access"]}, "json").status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['refresh']}")
    assert api.get("/api/auth/profile/").status_code == 401


def test_disabled_user_is_refused_at_once(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = log_in(alice)
    User.objects.update(is_active=False)
    assert api.post(URL, {"refresh": tokens["refresh"]}, "json").status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    assert api.get("/api/auth/profile/").status_code == 401
