"""The response while PostgreSQL or Redis is down: 503 with Retry-After, never 500."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

import redis
from auth_match.accounts import store
from auth_match.accounts.models import User


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port without a listener."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


def assert_unavailable(response: Any) -> None:
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert response["Retry-After"] == "2"


@pytest.mark.django_db
def test_without_redis_no_ticket_is_issued(
    as_user: Callable[[User], APIClient], alice: User, dead_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_user(alice)
    monkeypatch.setattr(store, "sync_client", lambda: redis.Redis(port=dead_port, retry=None))
    assert_unavailable(client.post("/api/auth/ws-ticket/", {"purpose": "match"}, "json"))
    assert client.get("/api/auth/profile/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/api/users/?ids=1", "/readyz", "/admin/login/?next=/admin/"])
def test_statement_timeout_bounds_a_slow_database(api: APIClient, alice: User, path: str) -> None:
    """Another connection locks the whole table; the statement timeout ends the wait."""
    if path.startswith("/admin"):
        request = lambda: api.post(path, {"username": "alice", "password": "correct horse battery"})  # noqa: E731
    else:
        request = lambda: api.get(path)  # noqa: E731
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'; SELECT 1")
    other = connection.copy()
    try:
        other.connect()
        with other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")
        if path == "/readyz":
            assert request().status_code == 200  # a lock on one table must not make the process unready
        else:
            assert_unavailable(request())
    finally:
        other.close()
        connection.close()
