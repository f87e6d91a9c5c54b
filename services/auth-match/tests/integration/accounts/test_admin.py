from collections.abc import Callable

import pytest
from django.test import Client

from auth_match.accounts.models import Session, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, make_user: Callable[..., User], settings: object) -> Client:
    make_user("root_of_all", is_staff=True, is_superuser=True)
    assert client.login(username="ROOT_of_all", password="correct horse battery")
    return client


FIELDS = {
    "username": "Dora",
    "age": "28",
    "gender": "female",
    "usable_password": "true",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
}


@pytest.mark.parametrize("name", ["alice", "Alice", "ALICE ", "al\u0131ce", "", " ", "\u0430lice", "a" * 200])
def test_user_under_a_name_that_cannot_be_is_an_error_on_the_form(
    staff: Client, alice: User, name: str
) -> None:
    """Django's own check of a taken name leaves none, and ours then answered 500."""
    response = staff.post("/admin/accounts/user/add/", {**FIELDS, "username": name})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["username"]


def test_user_can_be_added_and_changed(staff: Client) -> None:
    assert staff.post("/admin/accounts/user/add/", FIELDS).status_code == 302
    dora = User.objects.get(username_key="dora")
    assert dora.check_password("correct horse battery")
    change = {"username": "Dora2", "age": "29", "gender": "female", "is_active": "on"}
    assert staff.post(f"/admin/accounts/user/{dora.id}/change/", change).status_code == 302
    dora.refresh_from_db()
    assert (dora.username, dora.username_key, dora.age) == ("Dora2", "dora2", 29)


def test_name_that_differs_only_in_case_is_a_form_error(staff: Client, alice: User, bob: User) -> None:
    change = {"username": "ALICE", "age": "29", "gender": "male", "is_active": "on"}
    response = staff.post(f"/admin/accounts/user/{bob.id}/change/", change)
    assert response.status_code == 200
    assert b"That username is taken." in response.content


def test_lists_and_searches_work(
    staff: Client, alice: User, log_in: Callable[[User], dict[str, str]]
) -> None:
    log_in(alice)
    assert b"alice" in staff.get("/admin/accounts/user/?q=ALI").content
    session = Session.objects.get(user=alice)
    page = staff.get(f"/admin/accounts/session/{session.sid}/change/")
    assert page.status_code == 200
    assert session.refresh_jti_hash.encode() not in page.content
    assert staff.post(f"/admin/accounts/session/{session.sid}/change/", {}).status_code == 403


def test_non_staff_user_cannot_open_the_admin(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/accounts/user/").status_code == 302


def test_password_disabled_by_staff_ends_every_session(
    staff: Client, alice: User, log_in: Callable[[User], dict[str, str]]
) -> None:
    log_in(alice)
    form = {"usable_password": "false", "unset-password": "1"}
    assert staff.post(f"/admin/accounts/user/{alice.id}/password/", form).status_code == 302
    alice.refresh_from_db()
    assert not alice.has_usable_password()
    assert not Session.objects.filter(user=alice, ended_at=None).exists()


@pytest.mark.parametrize("spelling", ["0{}", "+{}", "%20{}", "_3{}", "{}_20", "{}" + "0" * 5_000])
def test_id_has_one_spelling(staff: Client, spelling: str) -> None:
    """Django reads `01` as 1: users could set their own password without the old one."""
    root = User.objects.get(username_key="root_of_all")
    new = "quite another battery"
    form = {"usable_password": "true", "password1": new, "password2": new}
    name = spelling.format(str(root.pk)[1:] if spelling == "_3{}" else root.pk)
    for path in (f"/admin/accounts/user/{name}/password/", f"/admin/accounts/user/{name}/change/"):
        assert staff.post(path, {**form, "set-password": "1"}).status_code in {302, 404}
    root.refresh_from_db()
    assert root.check_password("correct horse battery")
