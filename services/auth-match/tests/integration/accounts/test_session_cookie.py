"""A session whose refresh token is in a cookie: for pages of our own origin that ask for it."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import Session, User

pytestmark = pytest.mark.django_db

COOKIE = "maru_refresh_8080"
PASSWORD = "correct horse battery"


@pytest.fixture
def page(settings: Any) -> APIClient:
    """A browser with a page of our own."""
    settings.PUBLIC_URL, settings.OWN_ORIGIN = "http://localhost:8080", "http://localhost:8080"
    return APIClient(headers={"X-Maru-Session": "cookie", "Origin": "http://localhost:8080"})


@pytest.fixture
def logged_in(page: APIClient, alice: User, log_in: Callable[[User], dict[str, str]]) -> APIClient:
    alice.set_password(PASSWORD)
    alice.save()
    answer = page.post("/api/auth/login/", {"username": "alice", "password": PASSWORD}, "json")
    assert (answer.status_code, answer.json().keys()) == (200, {"access"})
    return page


def everything() -> list[Any]:
    return [*User.objects.values(), *Session.objects.values()]


def test_cookie_is_kept_from_scripts_other_sites_and_other_addresses(logged_in: APIClient) -> None:
    cookie = logged_in.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/api/auth/")
    assert cookie["secure"] == ""
    assert 0 < cookie["max-age"] <= 30 * 24 * 3600


def test_cookie_is_secure_on_https(page: APIClient, settings: Any, logged_in: APIClient) -> None:
    settings.PUBLIC_URL = settings.OWN_ORIGIN = "https://maru.example"
    signed_up = page.post(
        "/api/auth/signup/",
        {"username": "dora", "password": PASSWORD, "age": 30, "gender": "female"},
        "json",
        headers={"Origin": "https://maru.example"},
    )
    assert (signed_up.status_code, signed_up.json()["tokens"].keys()) == (201, {"access"})
    assert page.cookies["maru_refresh_443"]["secure"] is True


def test_refresh_rotates_the_cookie(logged_in: APIClient) -> None:
    before = logged_in.cookies[COOKIE].value
    answer = logged_in.post("/api/auth/token/refresh/", {}, "json")
    assert (answer.status_code, answer.json().keys()) == (200, {"access"})
    assert logged_in.cookies[COOKIE].value != before


def test_log_out_removes_the_cookie_and_ends_the_session(logged_in: APIClient) -> None:
    token = logged_in.cookies[COOKIE].value
    assert logged_in.post("/api/auth/logout/", {}, "json").status_code == 204
    assert logged_in.cookies[COOKIE].value == ""
    assert APIClient().post("/api/auth/token/refresh/", {"refresh": token}, "json").status_code == 401


@pytest.mark.parametrize("origin", ["http://evil.example", "", "null", "http://localhost:9090"])
@pytest.mark.parametrize("path", ["signup/", "login/", "token/refresh/", "logout/"])
def test_page_of_another_origin_gets_no_cookie_and_changes_nothing(
    logged_in: APIClient, origin: str, path: str
) -> None:
    before, rows = logged_in.cookies[COOKIE].value, everything()
    body = {"username": "alice", "password": PASSWORD}
    if path == "signup/":
        body = {**body, "username": "dora", "age": 30, "gender": "female"}
    answer = logged_in.post(f"/api/auth/{path}", body, "json", headers={"Origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert logged_in.cookies[COOKIE].value == before
    assert everything() == rows
    assert logged_in.post("/api/auth/token/refresh/", {}, "json").status_code == 200


@pytest.mark.parametrize("path", ["token/refresh/", "logout/"])
def test_a_session_that_was_ended_elsewhere_takes_its_cookie_along(logged_in: APIClient, path: str) -> None:
    logged_in.cookies[COOKIE] = "not-a-token"
    assert logged_in.post(f"/api/auth/{path}", {}, "json").status_code == 401
    assert logged_in.cookies[COOKIE].value == ""


def test_a_wrong_password_leaves_the_session_of_before(logged_in: APIClient) -> None:
    before = logged_in.cookies[COOKIE].value
    body = {"username": "alice", "password": "another horse battery"}
    assert logged_in.post("/api/auth/login/", body, "json").status_code == 401
    assert logged_in.cookies[COOKIE].value == before


def test_without_the_header_the_cookie_is_not_looked_at(logged_in: APIClient) -> None:
    plain = APIClient()
    plain.cookies = logged_in.cookies
    answer = plain.post("/api/auth/token/refresh/", {}, "json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_refresh_without_a_cookie_is_401(page: APIClient) -> None:
    answer = page.post("/api/auth/token/refresh/", {}, "json")
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
