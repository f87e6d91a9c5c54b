"""A PostgreSQL that accepts and never answers; tests/e2e/test_silent_servers.py stops a real one."""

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import asyncpg
import httpx
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from tests.silent_proxy import SilentProxy

from image_community.main import create_app
from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.database import OF_REQUESTS, OF_THE_WORKER, reading, transaction, writing
from image_community.runtime.lifespan import open_connections
from image_community.runtime.locks import Lock
from image_community.runtime.patience import Waits
from image_community.runtime.pool_check import UNUSED_SECONDS
from image_community.runtime.prepared import PreparedStatement
from image_community.runtime.problem import Unavailable
from image_community.uploads.files import ImageFiles
from image_community.worker import _lead, work

SILENCE = (TimeoutError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, Unavailable)
ONE = PreparedStatement(text("SELECT 1"))


@pytest.fixture
def proxy(settings):
    url = make_url(settings.database_url)
    proxy = SilentProxy(url.host, url.port)
    yield proxy
    proxy.close()


@pytest.fixture
def proxied(settings, proxy):
    url = make_url(settings.database_url).set(host="127.0.0.1", port=proxy.port)
    return settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})


@asynccontextmanager
async def running(settings):
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=30) as client:
            yield client


async def timed(asking):
    began = time.monotonic()
    answer = await asking
    return answer.status_code, time.monotonic() - began


def of_every_kind(client, make_user):
    headers = make_user.headers
    like, image = "/api/v1/images/1/like", "/api/v1/images/1"
    return [
        *(
            client.get(f"/api/v1/images{path}")
            for path in ("", "?page=2", "/1", "/feed/random", "/feed/top-24h")
        ),
        client.get("/api/v1/leaderboards/models"),
        client.get("/api/v1/tournaments/match", headers=headers),
        client.get("/api/v1/me/export", headers=headers),
        client.post(like, headers=headers),
        client.delete(like, headers=headers),
        client.patch(image, headers=headers, json={"prompt": "x"}),
        client.delete(image, headers=headers),
    ]


async def assert_given_up_in_time(client, make_user):
    asked = [asyncio.create_task(timed(each)) for each in of_every_kind(client, make_user)]
    status, seconds = await timed(client.get("/readyz"))
    assert (status, seconds < 3) == (503, True), seconds
    assert (await timed(client.get("/healthz")))[0] == 200
    metrics = await client.get("/metrics")
    assert (metrics.status_code, "maru_media_store_refused" in metrics.text) == (200, True)
    answers = await asyncio.gather(*asked)
    assert {status for status, _ in answers} == {503}
    assert max(seconds for _, seconds in answers) < 5
    began = time.monotonic()
    again = await asyncio.gather(*of_every_kind(client, make_user))
    assert {each.status_code for each in again} == {503}
    assert time.monotonic() - began < 1, "refused at once"


async def assert_heals(client):
    async with asyncio.timeout(10):
        while (await client.get("/api/v1/images")).status_code != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await client.get("/readyz")).status_code == 200


async def test_silent_postgres_is_given_up_and_heals(proxied, proxy, db, alice):
    async with running(proxied) as client:
        await asyncio.gather(*(client.get("/api/v1/images") for _ in range(12)))
        proxy.silence()
        await assert_given_up_in_time(client, alice)
        proxy.wake()
        await assert_heals(client)


async def test_black_hole_from_the_start_is_given_up_and_heals(proxied, proxy, db, alice):
    proxy.silence()
    async with running(proxied) as client:
        await assert_given_up_in_time(client, alice)
        proxy.wake()
        await assert_heals(client)


async def test_postgres_that_falls_silent_while_readiness_asks_is_given_up_in_time(proxied, proxy, db):
    """After the connection check, in the objection of a feature."""
    app = create_app(proxied)

    async def fall_silent() -> None:
        event.listen(app.state.connections.probe.sync_engine, "checkout", lambda *_: proxy.silence())

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client,
    ):
        assert (await client.get("/readyz")).status_code == 200
        app.state.objections.insert(0, fall_silent)
        status, seconds = await timed(client.get("/readyz"))
        assert (status, seconds < 3) == (503, True), seconds
        proxy.wake()


async def test_silent_connections_of_a_server_that_lives_cost_a_second(proxied, proxy, db):
    """As behind a firewall that forgets: the ping before use detects it, and the pool opens another."""
    async with running(proxied) as client:
        await asyncio.gather(*(client.get("/api/v1/images") for _ in range(4)))
        proxy.silence_those_open()
        await asyncio.sleep(UNUSED_SECONDS)
        status, seconds = await timed(client.get("/api/v1/images"))
        assert (status, seconds < 4) == (200, True), seconds


@pytest.mark.parametrize("way", [transaction, reading, writing], ids=lambda way: way.__name__)
async def test_connection_that_falls_silent_in_use_is_given_up_before_five_seconds(proxied, proxy, db, way):
    async with open_connections(proxied) as connections:

        async def use() -> None:
            async with way(connections.sessions) as connection:
                await ONE.value(connection)
                proxy.silence_those_open()
                await ONE.value(connection)

        began = time.monotonic()
        with pytest.raises(SILENCE):
            await use()
        assert time.monotonic() - began < 5
        async with transaction(connections.sessions) as session:
            assert await session.scalar(text("SELECT 1")) == 1


async def test_later_transactions_of_a_request_do_not_wait_again(proxied, proxy, db):
    """Each transaction has its own limit; the breaker keeps the sum below five seconds."""
    async with open_connections(proxied) as connections:
        async with transaction(connections.sessions) as session:
            await session.execute(text("SELECT 1"))
        proxy.silence()
        began = time.monotonic()
        for _ in range(3):
            with pytest.raises(SILENCE):
                async with transaction(connections.sessions) as session:
                    await session.execute(text("SELECT 1"))
        assert time.monotonic() - began < 4


async def test_honest_slow_statement_is_waited_for(proxied, db):
    async with open_connections(proxied) as connections, transaction(connections.sessions) as session:
        await session.execute(text("SELECT pg_sleep(2.5)"))


async def test_server_limits_of_requests_are_below_five_seconds(proxied, db):
    async with open_connections(proxied) as connections, transaction(connections.sessions) as session:
        for name in OF_REQUESTS.server_settings():
            limit = text("SELECT setting::int FROM pg_settings WHERE name = :name")
            assert 0 < await session.scalar(limit, {"name": name}) < 5000, name


async def test_leader_that_meets_an_open_breaker_leaves_its_lock(settings, db):
    """Regression: its connection returned to the pool with the lock, so no worker could lead."""
    async with open_connections(settings, OF_THE_WORKER) as opened:
        breaker = CircuitBreaker("postgresql", probe=asyncio.Event().wait)
        connections = replace(opened, waits=Waits(breaker, longest_seconds=None))
        files = ImageFiles.in_folder(settings.media_root)
        leading = asyncio.create_task(_lead(connections, files, []))
        await until_led(db, is_led=True)
        breaker.open()
        with pytest.raises(BaseExceptionGroup) as raised:
            await leading
        assert raised.group_contains(Unavailable)
        await until_led(db, is_led=False)
        await breaker.aclose()


async def until_led(db, *, is_led):
    """The worker's advisory lock is held, or free."""
    held = """SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = $1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""
    async with asyncio.timeout(5):
        while await db.fetchval(held, int(Lock.WORKER)) is not is_led:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_worker_outlives_a_silent_database(proxied, proxy, db, feed, caplog):
    """It stops leading, is elected again, and misses no event."""

    def logged(event: str) -> int:
        return sum(isinstance(each.msg, dict) and each.msg["event"] == event for each in caplog.records)

    caplog.set_level("INFO")

    async def until_applied(seq) -> None:
        async with asyncio.timeout(30):
            while await db.fetchval("SELECT seq FROM account_event_cursor") != seq:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    working = asyncio.create_task(work(proxied))
    try:
        await until_applied(feed.emit("user_disabled", 1))
        assert (logged("leading"), logged("leadership_lost")) == (1, 0)
        proxy.silence()
        seq = feed.emit("user_deleted", 1)
        await asyncio.sleep(6)
        assert logged("leadership_lost") >= 1
        proxy.wake()
        await until_applied(seq)
        assert logged("leading") == 2
        assert not working.done()
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
