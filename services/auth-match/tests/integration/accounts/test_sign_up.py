from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import Session, User
from auth_match.accounts.signals import signed_up

URL = "/api/auth/signup/"
ALICE = {"username": "Alice", "password": "correct horse battery", "age": 30, "gender": "female"}
pytestmark = pytest.mark.django_db


def test_sign_up_creates_a_user_and_valid_tokens(api: APIClient) -> None:
    response = api.post(URL, ALICE, "json", HTTP_USER_AGENT="Firefox\x7f on a toaster " + "x" * 300)
    assert response.status_code == 201
    body = response.json()
    assert set(body) == {"id", "username", "age", "gender", "date_joined", "tokens"}
    assert (body["username"], body["age"], body["gender"]) == ("Alice", 30, "female")
    assert body["date_joined"].endswith("Z")
    user = User.objects.get(id=body["id"])
    assert user.password.startswith("argon2$argon2id$")
    assert (user.username_key, user.is_active, user.is_staff) == ("alice", True, False)
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {body['tokens']['access']}")
    assert api.get("/api/auth/profile/").json()["username"] == "Alice"
    session = Session.objects.get(user=user)
    assert session.device_label.startswith("Firefox on a toaster")
    assert len(session.device_label) == 200


def test_no_token_is_stored(api: APIClient) -> None:
    tokens = api.post(URL, ALICE, "json").json()["tokens"]
    row = str(Session.objects.values().get())
    assert all(part not in row for token in tokens.values() for part in token.split("."))


@pytest.mark.parametrize("name", ["Alice", "ALICE", "Ａｌｉｃｅ"])
def test_taken_name_is_409_in_any_case(api: APIClient, alice: User, name: str) -> None:
    response = api.post(URL, {**ALICE, "username": name}, "json")
    assert (response.status_code, response.json()["code"]) == (409, "username_taken")
    assert User.objects.count() == 1
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("username", "ab", "username_not_acceptable"),
        ("username", "x" * 31, "username_not_acceptable"),
        ("username", "no blanks", "username_not_acceptable"),
        ("username", 12345, "not_text"),
        ("username", None, "null"),
        ("username", "practice-partner-1", "username_reserved"),
        ("username", "Practice-PARTNER-x", "username_reserved"),
        ("username", "ｐractice-partner-1", "username_reserved"),
        ("password", "short", "password_too_short"),
        ("password", "x" * 129, "password_too_long"),
        ("password", "password12345", "password_too_common"),
        ("password", "728195630471", "password_entirely_numeric"),
        ("password", "xxxxxxxxxxxx", "password_too_few_characters"),
        ("username", "\u0430dmin", "username_mixes_scripts"),
        ("username", "1\u0664\u0664", "username_mixes_scripts"),
        ("username", "al\u3164ice", "username_not_acceptable"),
        ("password", 123456789012, "not_text"),
        ("age", 17, "min_value"),
        ("age", 100, "max_value"),
        ("age", "old", "not_whole_number"),
        ("age", 10**30, "max_value"),
        ("age", True, "not_whole_number"),
        ("gender", "any", "invalid_choice"),
        ("gender", ["male"], "invalid_choice"),
    ],
)
def test_invalid_field_is_422_with_its_name(api: APIClient, field: str, value: Any, code: str) -> None:
    response = api.post(URL, {**ALICE, field: value}, "json")
    assert response.status_code == 422
    problem = response.json()
    assert problem["code"] == "invalid"
    assert (field, code) in {(error["field"], error["code"]) for error in problem["errors"]}
    assert User.objects.count() == 0


def test_owner_of_a_name_that_is_reserved_now_logs_in(api: APIClient) -> None:
    User.objects.create_user("practice-partner-old", ALICE["password"], age=30, gender="female")
    body = {"username": "Practice-partner-old", "password": ALICE["password"]}
    assert api.post("/api/auth/login/", body, "json").status_code == 200


def test_password_like_the_username_is_refused(api: APIClient) -> None:
    response = api.post(URL, {**ALICE, "username": "correct_horse", "password": "correct_horse1"}, "json")
    assert response.json()["errors"][0]["code"] == "password_too_similar"


def test_rights_in_the_body_are_refused(api: APIClient) -> None:
    response = api.post(URL, {**ALICE, "is_staff": True, "is_superuser": True, "age": 7}, "json")
    codes = {error["field"]: error["code"] for error in response.json()["errors"]}
    assert response.status_code == 422
    assert codes == {"is_staff": "unknown_field", "is_superuser": "unknown_field", "age": "min_value"}
    assert not User.objects.exists()


def test_an_id_in_the_body_is_ignored(api: APIClient) -> None:
    response = api.post(URL, {**ALICE, "id": 7}, "json")
    assert response.status_code == 201
    assert response.json()["id"] != 7


@pytest.mark.django_db(transaction=True)
def test_failing_receiver_rolls_back_the_sign_up(api: APIClient) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no settings row for you")

    signed_up.connect(fail)
    try:
        assert api.post(URL, ALICE, "json").status_code == 500
    finally:
        signed_up.disconnect(fail)
    assert User.objects.count() == 0
