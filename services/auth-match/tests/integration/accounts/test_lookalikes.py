"""A name that can be confused with another user's is refused; existing names stay (UTS 39)."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from auth_match.accounts import retention
from auth_match.accounts.models import User

PASSWORD = "correct horse battery"
pytestmark = pytest.mark.django_db


def sign_up(username: str) -> Any:
    body = {"username": username, "password": PASSWORD, "age": 28, "gender": "female"}
    return APIClient().post("/api/auth/signup/", body, "json")


@pytest.mark.parametrize(
    ("taken", "wanted"), [("coco", "сосо"), ("сосо", "coco"), ("ali", "alı"), ("Ali", "ALı")]
)
def test_lookalike_of_a_taken_name_is_409(taken: str, wanted: str) -> None:
    assert sign_up(taken).status_code == 201
    answer = sign_up(wanted)
    assert (answer.status_code, answer.json()["code"]) == (409, "username_looks_taken")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("taken", "wanted"), [("modern", "modem"), ("alice1", "alicel"), ("박각가", "박가까")]
)
def test_plain_names_are_never_lookalikes(taken: str, wanted: str) -> None:
    assert sign_up(taken).status_code == 201
    assert sign_up(wanted).status_code == 201


def test_one_of_two_concurrent_lookalikes_signs_up(
    at_once: Callable[..., list[Any]], transactional_db: None
) -> None:
    for number in range(5):
        names = [f"coco{number}"[:4] + "x" * number, "сосо" + "х" * number]
        statuses = Counter(
            answer.status_code for answer in at_once([partial(sign_up, name) for name in names])
        )
        assert statuses == {201: 1, 409: 1}, names


def test_names_older_than_the_rules_can_be_saved(make_user: Callable[..., User]) -> None:
    make_user("coco")
    for name in ("сосо", "mіxed", "al\u3164ice"):  # as if they were older than the rules
        old = make_user(name)
        old.age = 40
        old.full_clean()
        old.save()
        assert User.objects.get(id=old.id).age == 40


@pytest.mark.parametrize("name", ["сосо", "mіxed", "al\u3164ice"])
def test_admin_form_refuses_names_that_a_sign_up_refuses(
    bob: User, make_user: Callable[..., User], name: str
) -> None:
    make_user("coco")
    bob.username = name
    with pytest.raises(ValidationError) as refusal:
        bob.full_clean()
    assert "username" in refusal.value.message_dict


def test_migration_fills_skeletons_of_existing_names(alice: User, bob: User) -> None:
    User.objects.update(username_skeleton="", username_skeleton_shown="")
    import_module("auth_match.accounts.migrations.0007_username_skeletons").fill(apps, None)
    rows = User.objects.order_by("id").values_list("username_skeleton", "username_skeleton_shown")
    assert list(rows) == [("alice", "alice"), ("bob", "bob")]


def test_retention_fills_skeletons_missing_from_an_earlier_release(alice: User) -> None:
    User.objects.update(username_skeleton="", username_skeleton_shown="")
    retention._delete_batch()
    alice.refresh_from_db()
    assert (alice.username_skeleton, alice.username_skeleton_shown) == ("alice", "alice")


def test_concurrent_rename_and_sign_up_of_lookalikes_leave_one(
    at_once: Callable[..., list[Any]], transactional_db: None, bob: User, make_user: Callable[..., User]
) -> None:
    root = make_user("root", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(root)
    form = {"username": "сосо", "age": "30", "gender": "male"}
    rename = partial(client.post, f"/admin/accounts/user/{bob.id}/change/", form)
    at_once([rename, partial(sign_up, "coco")])
    assert User.objects.filter(username_key__in=["coco", "сосо"]).count() == 1
