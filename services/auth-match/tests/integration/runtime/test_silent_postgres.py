"""A PostgreSQL that accepts and never responds; tests/e2e/test_silent_servers.py stops a real one."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Timer

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from polling import wait_until
from tests.silent_proxy import SilentProxy

from auth_match.runtime import deadline
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.postgresql import waiting
from auth_match.runtime.postgresql.base import BoundedConnection
from auth_match.runtime.postgresql.waiting import ServerSilent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postgres_proxy() -> Iterator[SilentProxy]:
    database = connection.settings_dict
    proxy = SilentProxy(database["HOST"], int(database["PORT"]))
    yield proxy
    proxy.close()


@pytest.fixture
def bounded(postgres_proxy: SilentProxy) -> Iterator[BoundedConnection]:
    """A connection through the proxy; the breaker's probe bypasses it and reaches a live server."""
    parameters = {**connection.get_connection_params(), "port": postgres_proxy.port}
    with BoundedConnection.connect(**parameters, autocommit=True) as made:
        yield made


def test_unresponsive_connection_is_closed_at_the_deadline(
    bounded: BoundedConnection, postgres_proxy: SilentProxy
) -> None:
    postgres_proxy.silence()
    began = time.monotonic()
    with deadline.within(1.5), pytest.raises(ServerSilent):
        bounded.cursor().execute("SELECT 1")
    assert 1.4 < time.monotonic() - began < 3
    assert bounded.closed
    assert not waiting.breaker().is_open, "other connections are answered"


def test_check_of_a_pooled_connection_takes_at_most_a_second(
    bounded: BoundedConnection, postgres_proxy: SilentProxy
) -> None:
    postgres_proxy.silence()
    began = time.monotonic()
    with pytest.raises(ServerSilent):
        bounded.execute("")
    assert time.monotonic() - began < 2.5
    assert bounded.closed


def test_slow_statement_of_a_healthy_server_completes() -> None:
    with deadline.within(deadline.REQUEST_SECONDS), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2.5)")
    assert not waiting.breaker().is_open


def test_statement_near_the_deadline_gets_half_a_second() -> None:
    with deadline.within(0.1), connection.cursor() as cursor:
        time.sleep(0.2)
        cursor.execute("SELECT pg_sleep(0.3)")


@pytest.fixture
def command(postgres_proxy: SilentProxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[BoundedConnection]:
    """A connection that bypasses the proxy, without a deadline; the probe goes through the proxy."""
    with BoundedConnection.connect(**connection.get_connection_params(), autocommit=True) as made:
        made.cursor().execute("SET statement_timeout = 0")
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(postgres_proxy.port))
        postgres_proxy.silence()
        yield made
    postgres_proxy.wake()
    wait_until(lambda: not waiting.breaker().is_open)


def test_slow_probes_do_not_abort_a_long_migration(
    command: BoundedConnection, postgres_proxy: SilentProxy
) -> None:
    """The command has one statement only, so that no other response arrives meanwhile."""
    wakes = Timer(3.5, postgres_proxy.wake)
    wakes.start()
    command.cursor().execute("SELECT pg_sleep(5)")
    wakes.join()


def test_command_fails_when_the_server_stays_unresponsive(command: BoundedConnection) -> None:
    began = time.monotonic()
    with pytest.raises(ServerSilent):
        command.cursor().execute("SELECT pg_sleep(30)")
    assert 4 < time.monotonic() - began < 12
    assert command.closed


@pytest.fixture
def full_role() -> Iterator[str]:
    """A role that cannot connect because its connection limit is reached."""
    name = f"full_{os.getpid()}"
    with connection.cursor() as cursor:
        password = connection.settings_dict["PASSWORD"]
        cursor.execute(f"CREATE ROLE {name} LOGIN CONNECTION LIMIT 0 PASSWORD %s", [password])
        yield name
        cursor.execute(f"DROP ROLE {name}")


def test_full_server_closes_an_open_breaker(full_role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool's connections work, and may be what fills the server."""
    monkeypatch.setitem(connection.settings_dict, "USER", full_role)
    waiting.breaker().open()
    try:
        wait_until(lambda: not waiting.breaker().is_open)
    finally:
        monkeypatch.undo()
        wait_until(lambda: not waiting.breaker().is_open)


def test_server_limits_of_requests_are_below_five_seconds() -> None:
    """Commands have no such limits: a migration may take longer."""
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [name])
            assert 0 < cursor.fetchone()[0] < 5000, name
    show = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW statement_timeout');"
    # pytest sets the settings of requests; an operator does not
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    manage = [sys.executable, "services/auth-match/manage.py", "shell", "-v", "0", "-c"]
    shown = subprocess.run(
        [*manage, f"{show} print(k.fetchone()[0])"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == "15min"


async def test_open_breaker_uses_no_thread() -> None:
    breaker = waiting.breaker()
    breaker.open()
    began = time.monotonic()
    with pytest.raises(OperationalError):
        await in_database_thread(time.sleep, 1)
    assert time.monotonic() - began < 0.5
    await asyncio.to_thread(wait_until, lambda: not breaker.is_open)


# --- a web process whose database is unreachable from the start ---


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def web(postgres_proxy: SilentProxy) -> Iterator[str]:
    """The address of a web process with four threads, like one worker in production."""
    postgres_proxy.silence()
    database, port = connection.settings_dict, free_port()
    environment = {
        **os.environ,
        "AUTH_MATCH_DATABASE_URL": f"postgresql://{database['USER']}@127.0.0.1:{postgres_proxy.port}/{database['NAME']}",
        "AUTH_MATCH_SIGNING_KEYS_DIR": str(settings.SIGNING_KEYS_DIR),
    }
    command = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "auth_match.config.wsgi:application"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: status_and_seconds(f"{address}/healthz")[0] == 200, 60)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def status_and_seconds(url: str) -> tuple[int, float]:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.status, time.monotonic() - began
    except urllib.error.HTTPError as error:
        return error.code, time.monotonic() - began
    except OSError:
        return 0, time.monotonic() - began


def test_web_process_with_an_unreachable_database_responds(web: str, postgres_proxy: SilentProxy) -> None:
    names = f"{web}/api/users/?ids=1"
    with ThreadPoolExecutor(16) as threads:
        asked = [threads.submit(status_and_seconds, names) for _ in range(12)]
        time.sleep(0.2)
        alive = [
            threads.submit(status_and_seconds, f"{web}/{path}")
            for path in ("healthz", ".well-known/jwks.json")
        ]
        ready = threads.submit(status_and_seconds, f"{web}/readyz")
        answers = [each.result() for each in asked]
        assert {status for status, _ in answers} == {503}
        assert max(seconds for _, seconds in answers) < 5
        assert {each.result()[0] for each in alive} == {200}
        assert max(each.result()[1] for each in alive) < 2.5
        assert ready.result()[0] == 503
        assert ready.result()[1] < 3
    again = sorted(status_and_seconds(names) for _ in range(7))
    assert again[0][0] == again[-1][0] == 503
    assert again[3][1] < 0.5, "refused at once"
    postgres_proxy.wake()
    wait_until(lambda: status_and_seconds(names)[0] == 200)
