"""Wrong passwords for one account from many addresses share few attempts; known addresses are exempt.

Decision 0035.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from auth_match.accounts import known_addresses, retention
from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.models import KnownAddress, User
from auth_match.runtime import clock
from auth_match.runtime.redis import sync_client

PASSWORD = "correct horse battery"
HOME = "192.0.2.1"
pytestmark = pytest.mark.django_db


def addresses(number: int) -> Iterator[str]:
    return (f"198.51.{n // 250}.{n % 250 + 1}" for n in range(number))


def log_in(password: str, address: str, username: str = "alice") -> int:
    body = {"username": username, "password": password}
    answer = APIClient().post("/api/auth/login/", body, "json", HTTP_X_FORWARDED_FOR=address)
    return int(answer.status_code)


@pytest.fixture
def few_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.LIMITS, "login_per_user_elsewhere", Allowance(5, 900, shared_seconds=10))


def test_twenty_attempts_are_free_then_one_per_ten_seconds(alice: User) -> None:
    statuses = [log_in("wrong password", address) for address in addresses(30)]
    assert statuses == [401] * 21 + [429] * 9


@pytest.mark.parametrize("username", ["alice", "nobody", "banned"])
def test_attempts_from_many_addresses_pass_one_per_ten_seconds(
    alice: User, make_user: Callable[..., User], few_free: None, username: str
) -> None:
    """Also for names without an account, or the refusal would reveal which accounts exist."""
    make_user("banned", is_active=False)
    statuses = [log_in("wrong password", address, username) for address in addresses(12)]
    assert statuses == [401] * 6 + [429] * 6


def test_refused_attempts_do_not_lengthen_the_wait(alice: User, few_free: None) -> None:
    for address in addresses(8):
        log_in("wrong password", address)
    (wait,) = sync_client().scan_iter("maru:limits:login_per_user_elsewhere:*:wait")
    sync_client().expire(wait, 4)
    body = {"username": "alice", "password": PASSWORD}
    answer = APIClient().post("/api/auth/login/", body, "json", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert (answer.status_code, answer["Retry-After"]) == (429, "4")
    assert sync_client().ttl(wait) <= 4


def test_owner_logs_in_at_once_from_a_known_address(alice: User, few_free: None) -> None:
    assert log_in(PASSWORD, HOME) == 200
    statuses = Counter(log_in("wrong password", address) for address in addresses(30))
    assert statuses[429] >= 20
    assert log_in(PASSWORD, HOME) == 200
    assert log_in("wrong password", HOME) == 401  # a typo of the owner is no attack
    assert log_in(PASSWORD, HOME) == 200


def test_address_of_the_sign_up_is_known(few_free: None) -> None:
    body = {"username": "dora", "password": PASSWORD, "age": 28, "gender": "female"}
    answer = APIClient().post("/api/auth/signup/", body, "json", HTTP_X_FORWARDED_FOR=HOME)
    assert answer.status_code == 201
    assert known_addresses.is_known("DORA", HOME)
    assert not known_addresses.is_known("dora", "192.0.2.2")


def test_known_address_of_one_account_is_unknown_for_another(alice: User, bob: User, few_free: None) -> None:
    assert log_in(PASSWORD, HOME, "bob") == 200
    for address in addresses(8):
        log_in("wrong password", address)
    assert log_in("wrong password", HOME) == 429


def test_admin_form_shares_the_limits_and_remembers_the_address(
    make_user: Callable[..., User], few_free: None
) -> None:
    make_user("root", is_staff=True, is_superuser=True)
    form = {"username": "root", "password": PASSWORD}
    assert Client().post("/admin/login/", form, HTTP_X_FORWARDED_FOR=HOME).status_code == 302
    for address in addresses(8):
        log_in("wrong password", address, "root")
    page = Client().post("/admin/login/", form, HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert b"tried too often" in page.content
    assert Client().post("/admin/login/", form, HTTP_X_FORWARDED_FOR=HOME).status_code == 302


def test_concurrent_attempts_from_elsewhere_are_each_counted(
    at_once: Callable[..., list[Any]], transactional_db: None, alice: User, few_free: None
) -> None:
    tries = [partial(log_in, "wrong password", address) for address in addresses(20)]
    assert Counter(at_once(tries)) == {401: 6, 429: 14}


def test_addresses_are_stored_as_digests_and_deleted_when_old(alice: User) -> None:
    assert log_in(PASSWORD, HOME) == 200
    row = KnownAddress.objects.get(user=alice)
    assert HOME not in row.digest
    row.last_login_at = clock.now() - timedelta(days=settings.KNOWN_ADDRESS_RETENTION_DAYS + 1)
    row.save()
    retention._delete_batch()
    assert not KnownAddress.objects.exists()


def test_user_keeps_the_hundred_most_recent_addresses(alice: User) -> None:
    for number, address in enumerate(addresses(103)):
        known_addresses.remember(alice, address)
        stamp = clock.now() - timedelta(minutes=200 - number)
        KnownAddress.objects.filter(digest=known_addresses._digest("alice", address)).update(
            last_login_at=stamp
        )
    assert KnownAddress.objects.filter(user=alice).count() == 100
    assert not known_addresses.is_known("alice", next(addresses(1)))


def test_refusal_elsewhere_does_not_count_for_the_address(alice: User, few_free: None) -> None:
    """An owner on a new phone during an attack: each refusal asks for at most ten seconds."""
    for address in addresses(8):
        log_in("wrong password", address)
    assert [log_in(PASSWORD, "203.0.113.9") for _ in range(15)] == [429] * 15
    for key in sync_client().scan_iter("maru:limits:login_per_user_elsewhere:*:wait"):
        sync_client().delete(key)
    assert log_in(PASSWORD, "203.0.113.9") == 200
