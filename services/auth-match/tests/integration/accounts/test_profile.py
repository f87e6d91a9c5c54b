from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import User

URL = "/api/auth/profile/"
pytestmark = pytest.mark.django_db


def test_profile_is_of_the_signed_in_user(
    as_user: Callable[[User], APIClient], alice: User, bob: User
) -> None:
    body = as_user(bob).get(URL).json()
    assert set(body) == {"id", "username", "age", "gender", "date_joined"}
    assert (body["id"], body["username"], body["age"], body["gender"]) == (bob.id, "bob", 32, "male")


def test_only_age_and_gender_can_change(as_user: Callable[[User], APIClient], alice: User) -> None:
    client = as_user(alice)
    response = client.patch(URL, {"age": 31, "username": "mallory", "id": 1}, "json")
    assert (response.status_code, response.json()["age"]) == (200, 31)
    refused = client.patch(URL, {"age": 32, "is_staff": True}, "json")
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [
        ("is_staff", "unknown_field")
    ]
    assert client.patch(URL, {"gender": "male"}, "json").json()["gender"] == "male"
    assert client.patch(URL, {}, "json").status_code == 200
    alice.refresh_from_db()
    assert (alice.username, alice.age, alice.gender, alice.is_staff) == ("alice", 31, "male", False)


@pytest.mark.parametrize("change", [{"age": 17}, {"age": None}, {"gender": "any"}, [], "text", 7])
def test_invalid_change_is_422(as_user: Callable[[User], APIClient], alice: User, change: Any) -> None:
    response = as_user(alice).patch(URL, change, "json")
    assert (response.status_code, response.json()["code"]) == (422, "invalid")
    alice.refresh_from_db()
    assert (alice.age, alice.gender) == (30, "female")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "not_authenticated"),
        ("", "not_authenticated"),
        ("Bearer", "not_authenticated"),
        ("Basic YWxpY2U6cGFzc3dvcmQ=", "not_authenticated"),
        ("Bearer garbage", "invalid_token"),
        ("bearer a.b.c", "invalid_token"),
        ("Bearer ü.ü.ü", "invalid_token"),
    ],
)
def test_missing_or_invalid_token_is_401(api: APIClient, header: str | None, code: str) -> None:
    headers = {} if header is None else {"HTTP_AUTHORIZATION": header}
    response = api.get(URL, **headers)
    assert (response.status_code, response.json()["code"]) == (401, code)
    assert response["WWW-Authenticate"].startswith('Bearer realm="maru"')


def test_authentication_costs_one_query(
    as_user: Callable[[User], APIClient], alice: User, django_assert_num_queries: Any
) -> None:
    client = as_user(alice)
    with django_assert_num_queries(1):
        client.get(URL)
