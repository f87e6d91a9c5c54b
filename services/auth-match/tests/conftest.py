"""The test users alice, bob and charlie, and fixtures for every test of this service."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, connections
from rest_framework.test import APIClient

from auth_match.accounts.keys import make_signing_key
from auth_match.accounts.models import User
from auth_match.runtime import clock

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """A temporary database per run, so that two runs do not interfere.

    Creating and dropping it may take longer than the statement timeout of the service.
    """
    connection.settings_dict["TEST"]["NAME"] = f"test_auth_match_{os.getpid()}"
    beside_databases = connection._nodb_cursor

    @contextmanager
    def without_time_limit() -> Iterator[Any]:
        with beside_databases() as cursor:
            cursor.execute("SET statement_timeout = 0")
            yield cursor

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_nodb_cursor", without_time_limit)
        yield


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a key ring with one key."""
    folder = tmp_path_factory.mktemp("keys")
    make_signing_key(folder, signs_from=clock.now())
    settings.SIGNING_KEYS_DIR = folder
    return folder


@pytest.fixture(scope="session")
def password_hash() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def make_user(db: None, password_hash: str) -> Callable[..., User]:
    def make(username: str, *, age: int = 30, gender: str = "female", **fields: object) -> User:
        user = User(username=username, age=age, gender=gender, password=password_hash, **fields)
        user.save()
        return user

    return make


@pytest.fixture
def alice(make_user: Callable[..., User]) -> User:
    return make_user("alice", age=30, gender="female")


@pytest.fixture
def bob(make_user: Callable[..., User]) -> User:
    return make_user("bob", age=32, gender="male")


@pytest.fixture
def charlie(make_user: Callable[..., User]) -> User:
    return make_user("charlie", age=40, gender="male")


@pytest.fixture
def api() -> APIClient:
    """A client without a user. A bug appears as the 500 that a client would see."""
    return APIClient(raise_request_exception=False)


@pytest.fixture
def log_in(signing_key: Path) -> Callable[[User], dict[str, str]]:
    """Returns a new session's `{"access", "refresh"}`."""

    def log_in(user: User) -> dict[str, str]:
        client = APIClient()
        response = client.post("/api/auth/login/", {"username": user.username, "password": PASSWORD}, "json")
        assert response.status_code == 200, response.content
        return dict(response.json())

    return log_in


@pytest.fixture
def as_user(log_in: Callable[[User], dict[str, str]]) -> Callable[[User], APIClient]:
    """Returns a client that is signed in as the user."""

    def client_of(user: User) -> APIClient:
        client = APIClient(raise_request_exception=False)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {log_in(user)['access']}")
        return client

    return client_of


@pytest.fixture
def at_once() -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """Runs the calls concurrently, each in its own thread with its own database connection."""

    def run_all(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(calls))

        def run(call: Callable[[], Any]) -> Any:
            start.wait()
            try:
                return call()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=len(calls)) as threads:
            return list(threads.map(run, calls))

    return run_all
