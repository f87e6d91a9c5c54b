"""Rate limits per user and address, per address, per account. They slow down, but lock no user out."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

import redis
from auth_match.accounts import rate_limit_counters
from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.models import User
from auth_match.runtime.redis import sync_client

PASSWORD = "correct horse battery"
HOME, ATTACKER = "192.0.2.1", "198.51.100.66"
pytestmark = pytest.mark.django_db


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int, int], None]:
    def set_limit(name: str, free: int, seconds: int = 900) -> None:
        assert name in settings.LIMITS
        monkeypatch.setitem(settings.LIMITS, name, Allowance(free, seconds))

    return set_limit


def log_in(password: str, address: str = HOME, username: str = "alice") -> Any:
    body = {"username": username, "password": password}
    client = APIClient(raise_request_exception=False)
    return client.post("/api/auth/login/", body, "json", HTTP_X_FORWARDED_FOR=address)


def time_passes() -> None:
    """Ends every wait, as if the client had waited."""
    for key in sync_client().scan_iter("maru:limits:*:wait"):
        sync_client().delete(key)


def assert_refused(response: Any, seconds: int) -> None:
    assert (response.status_code, response.json()["code"]) == (429, "rate_limited")
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == str(seconds)


def test_wait_grows_with_each_guess_up_to_a_minute(alice: User, limit: Callable[..., None]) -> None:
    limit("login_per_user_and_ip", 3)
    assert [log_in("wrong password").status_code for _ in range(3)] == [401, 401, 401]
    for seconds in (1, 2, 4, 8, 16, 32, 60, 60):
        assert_refused(log_in("wrong password"), seconds)
    assert_refused(log_in(PASSWORD), 60)


def test_waiting_allows_one_attempt_and_a_success_resets_the_count(
    alice: User, limit: Callable[..., None]
) -> None:
    limit("login_per_user_and_ip", 2)
    assert [log_in("wrong password").status_code for _ in range(3)] == [401, 401, 429]
    time_passes()
    assert log_in("wrong password").status_code == 401
    assert_refused(log_in(PASSWORD), 4)
    time_passes()
    assert log_in(PASSWORD).status_code == 200
    assert [log_in("wrong password").status_code for _ in range(3)] == [401, 401, 429]


def test_wait_of_one_real_second(alice: User, limit: Callable[..., None]) -> None:
    limit("login_per_user_and_ip", 1)
    assert log_in("wrong password").status_code == 401
    assert_refused(log_in(PASSWORD), 1)
    time.sleep(1.05)
    assert log_in(PASSWORD).status_code == 200


def test_owner_logs_in_from_another_address_during_guessing(
    alice: User, bob: User, limit: Callable[..., None]
) -> None:
    limit("login_per_user_and_ip", 3)
    for _ in range(12):
        log_in("wrong password", ATTACKER)
    assert log_in("wrong password", ATTACKER).status_code == 429
    assert log_in(PASSWORD, HOME).status_code == 200
    assert log_in(PASSWORD, ATTACKER, "bob").status_code == 200


def test_concurrent_guesses_are_each_counted(
    at_once: Callable[..., list[Any]], transactional_db: None, alice: User, limit: Callable[..., None]
) -> None:
    limit("login_per_user_and_ip", 5)
    statuses = Counter(response.status_code for response in at_once([partial(log_in, "wrong password")] * 20))
    assert statuses == {401: 5, 429: 15}


def test_address_is_limited_over_all_names(alice: User, limit: Callable[..., None]) -> None:
    limit("login_per_ip", 4, 60)
    for number in range(4):
        assert log_in("wrong password", ATTACKER, f"user_{number}").status_code == 401
    assert_refused(log_in(PASSWORD, ATTACKER), 1)
    assert log_in(PASSWORD, HOME).status_code == 200


def test_admin_form_shares_the_limits(alice: User, limit: Callable[..., None]) -> None:
    limit("login_per_user_and_ip", 3)
    form = {"username": "alice", "password": "wrong password"}
    for _ in range(2):
        page = Client().post("/admin/login/", form, HTTP_X_FORWARDED_FOR=ATTACKER)
        assert b"tried too often" not in page.content
    assert log_in("wrong password", ATTACKER).status_code == 401
    page = Client().post("/admin/login/", form | {"password": PASSWORD}, HTTP_X_FORWARDED_FOR=ATTACKER)
    assert b"tried too often" in page.content


def test_case_of_the_name_gives_no_new_allowance(alice: User, limit: Callable[..., None]) -> None:
    limit("login_per_user_and_ip", 2)
    tries = [log_in("wrong password", username=name).status_code for name in ("alice", "ALICE", "Ａlice")]
    assert tries == [401, 401, 429]


def test_forged_hops_give_no_new_allowance(alice: User, limit: Callable[..., None]) -> None:
    """The gateway sends the address that it saw; if it appended, the last hop would be that address."""
    limit("login_per_user_and_ip", 2)
    hops = [f"10.0.0.{number}, {ATTACKER}" for number in range(3)]
    assert [log_in("wrong password", hop).status_code for hop in hops] == [401, 401, 429]
    hosts = [f"2001:db8:1:2::{number:x}" for number in range(1, 4)]
    assert [log_in("wrong password", host).status_code for host in hosts] == [401, 401, 429]


@pytest.mark.parametrize("address", ["", "garbage", "\x00", "1.2.3.4:80", ",,,", "x" * 5000, "ü"])
def test_malformed_address_is_limited_too(alice: User, limit: Callable[..., None], address: str) -> None:
    limit("login_per_user_and_ip", 1)
    assert [log_in("wrong password", address).status_code for _ in range(2)] == [401, 429]


def test_unknown_name_is_limited_like_a_known_one(alice: User, limit: Callable[..., None]) -> None:
    limit("login_per_user_and_ip", 2)
    for name in ("alice", "nobody", "x" * 5000):
        answers = [log_in("wrong password", username=name) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 429, 429]
        assert [answer.headers.get("Retry-After") for answer in answers[2:]] == ["1", "2"]


def test_sign_ups_are_limited_by_address(limit: Callable[..., None]) -> None:
    limit("sign_up_per_ip", 1, 60)
    body = {"password": PASSWORD, "age": 30, "gender": "male"}
    client = APIClient(HTTP_X_FORWARDED_FOR=HOME)
    assert client.post("/api/auth/signup/", {**body, "username": "dora"}, "json").status_code == 201
    assert_refused(client.post("/api/auth/signup/", {**body, "username": "emil"}, "json"), 1)


def test_refreshes_are_limited_by_account_and_address(
    log_in: Callable[[User], dict[str, str]], alice: User, bob: User, limit: Callable[..., None]
) -> None:
    limit("refresh_per_user", 1, 60)
    hers, his = log_in(alice), log_in(bob)

    def refresh(pair: dict[str, str]) -> Any:
        return APIClient().post("/api/auth/token/refresh/", {"refresh": pair["refresh"]}, "json")

    assert refresh(hers).status_code == 200
    assert_refused(refresh(hers), 1)
    assert refresh(his).status_code == 200
    limit("refresh_per_ip", 1, 60)
    assert refresh(his).status_code == 429


def test_tickets_are_limited_by_account(
    as_user: Callable[[User], APIClient], alice: User, limit: Callable[..., None]
) -> None:
    limit("ws_ticket_per_user", 1, 60)
    client = as_user(alice)
    assert client.post("/api/auth/ws-ticket/", {"purpose": "match"}, "json").status_code == 200
    assert_refused(client.post("/api/auth/ws-ticket/", {"purpose": "match"}, "json"), 1)


def test_stolen_access_token_cannot_guess_the_password(
    as_user: Callable[[User], APIClient], alice: User, limit: Callable[..., None]
) -> None:
    limit("confirmation_per_user", 2)
    client = as_user(alice)
    change = {"current_password": "wrong password", "new_password": "another horse battery"}
    assert client.post("/api/auth/password/", change, "json").status_code == 403
    assert client.delete("/api/auth/profile/", {"password": "wrong password"}, "json").status_code == 403
    assert_refused(client.delete("/api/auth/profile/", {"password": PASSWORD}, "json"), 1)
    assert User.objects.filter(id=alice.id).exists()


@pytest.fixture(params=["away", "full"])
def no_redis(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No Redis for the rate limits, and empty counters in this process."""
    rate_limit_counters._in_process.cache_clear()
    rate_limit_counters._in_redis.cache_clear()
    before = sync_client().config_get("maxmemory")["maxmemory"]
    if request.param == "away":
        gone = redis.Redis(port=1, retry=None)
        monkeypatch.setattr(rate_limit_counters, "sync_client", lambda: gone)
    else:
        sync_client().config_set("maxmemory", 1)
    yield
    rate_limit_counters._in_redis.cache_clear()
    sync_client().config_set("maxmemory", before)


def test_login_works_without_redis(alice: User, no_redis: None, signing_key: Path) -> None:
    assert log_in(PASSWORD).status_code == 200
    assert log_in("wrong password").status_code == 401


def test_guesses_are_counted_without_redis(alice: User, no_redis: None, limit: Callable[..., None]) -> None:
    limit("login_per_user_and_ip", 3)
    assert [log_in("wrong password").status_code for _ in range(3)] == [401, 401, 401]
    for seconds in (1, 2, 4, 8):
        assert_refused(log_in("wrong password"), seconds)
    assert_refused(log_in(PASSWORD), 16)
    assert log_in(PASSWORD, ATTACKER).status_code == 200


def test_waiting_allows_one_attempt_without_redis(
    alice: User, no_redis: None, limit: Callable[..., None]
) -> None:
    limit("login_per_user_and_ip", 1)
    assert log_in("wrong password").status_code == 401
    assert_refused(log_in(PASSWORD), 1)
    time.sleep(1.05)
    assert log_in(PASSWORD).status_code == 200
    assert log_in("wrong password").status_code == 401  # the success has reset the count


def test_concurrent_guesses_are_each_counted_without_redis(
    at_once: Callable[..., list[Any]],
    transactional_db: None,
    alice: User,
    no_redis: None,
    limit: Callable[..., None],
) -> None:
    limit("login_per_user_and_ip", 5)
    statuses = Counter(response.status_code for response in at_once([partial(log_in, "wrong password")] * 20))
    assert statuses == {401: 5, 429: 15}


def test_redis_stores_expiring_counts_and_no_names(alice: User) -> None:
    log_in("wrong password")
    keys = [*sync_client().scan_iter("*")]
    assert all(key.startswith("maru:limits:login_per_") for key in keys)
    assert not any("alice" in key or HOME in key for key in keys)
    assert all(0 < sync_client().ttl(key) <= 900 for key in keys)


def test_unknown_user_and_wrong_password_take_the_same_time(alice: User, make_user: Any) -> None:
    """Compares the fastest of interleaved attempts: other load on the machine only adds time."""
    make_user("banned", is_active=False)
    names, seconds = ("alice", "nobody", "banned"), {}
    for number in range(11):
        for name in names:
            started = time.perf_counter()
            assert log_in("wrong password", f"192.0.2.{number}", name).status_code == 401
            seconds.setdefault(name, []).append(time.perf_counter() - started)
    fastest = [min(seconds[name]) for name in names]
    assert max(fastest) < 1.5 * min(fastest), fastest
