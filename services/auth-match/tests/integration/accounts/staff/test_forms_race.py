"""A form of the admin writes the whole row. An account deactivated concurrently stays deactivated."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from auth_match.accounts import lifecycle
from auth_match.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "quite another battery"
WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def is_anyone_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() is not None


@contextmanager
def deactivation_under_way(user: User) -> Any:
    """Deactivates, and commits only when another connection waits for the lock."""
    is_done = Event()

    def deactivate() -> None:
        try:
            with transaction.atomic():
                lifecycle.deactivate(user_id=user.pk)
                is_done.set()
                give_up = time.monotonic() + 2.5
                while not is_anyone_waiting() and time.monotonic() < give_up:
                    time.sleep(0.02)
        finally:
            connections.close_all()

    thread = Thread(target=deactivate)
    thread.start()
    assert is_done.wait(5)
    yield
    thread.join()


@pytest.mark.parametrize("form", ["change", "password", "own password"])
def test_account_deactivated_during_a_form_save_stays_deactivated(
    client: Client, make_user: Callable[..., User], form: str
) -> None:
    boss = make_user("boss", is_staff=True, is_superuser=True)
    target = boss if form == "own password" else make_user("alice")
    client.force_login(boss)
    posts: dict[str, tuple[str, dict[str, str]]] = {
        "change": (
            f"/admin/accounts/user/{target.pk}/change/",
            {"username": "alice", "age": "44", "gender": "female"},
        ),
        "password": (
            f"/admin/accounts/user/{target.pk}/password/",
            {"usable_password": "true", "password1": NEW, "password2": NEW, "set-password": "1"},
        ),
        "own password": (
            "/admin/password_change/",
            {"old_password": "correct horse battery", "new_password1": NEW, "new_password2": NEW},
        ),
    }
    with deactivation_under_way(target):
        client.post(*posts[form])
    after = User.objects.get(pk=target.pk)
    assert (after.is_active, after.session_epoch) == (False, 1)
