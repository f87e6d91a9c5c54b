"""Pooled connections that run prepared statements."""

import asyncio

import pytest
from sqlalchemy import text

from image_community.runtime.database import make_engine, make_sessions, reading, transaction, writing
from image_community.runtime.prepared import PreparedStatement

INSERT = PreparedStatement(
    text("INSERT INTO account_standings (user_id, standing) VALUES (:user, 'disabled')")
)
COUNT = PreparedStatement(text("SELECT count(*) AS number FROM account_standings"))


@pytest.fixture
async def one(database):
    """A pool of a single connection."""
    engine = make_engine(database.sqlalchemy_url(), pool_size=1)
    yield make_sessions(engine)
    await engine.dispose()


async def test_block_that_raises_is_rolled_back_and_its_connection_used_again(db, one):
    pids = []

    async def fail() -> None:
        async with writing(one) as connection:
            pids.append(connection.get_server_pid())
            await INSERT.run(connection, {"user": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with reading(one) as connection:
        pids.append(connection.get_server_pid())
        assert await COUNT.value(connection) == 0
    assert pids[0] == pids[1]


async def test_block_that_ends_is_committed(db, one):
    async with writing(one) as connection:
        await INSERT.run(connection, {"user": 1})
    assert await db.fetchval("SELECT count(*) FROM account_standings") == 1


async def test_connection_left_in_a_transaction_is_not_given_to_the_next(db, one):
    async with reading(one) as connection:
        await connection.execute("BEGIN")
        await INSERT.run(connection, {"user": 1})
    async with reading(one) as connection:
        assert not connection.is_in_transaction()
        assert await COUNT.value(connection) == 0


async def test_statement_runs_in_a_transaction_of_a_session_too(db, one):
    async with transaction(one) as session:
        await INSERT.run(session, {"user": 1})
        assert await COUNT.value(session) == 1
        assert [dict(row) for row in await COUNT.rows(session)] == [{"number": 1}]


@pytest.mark.parametrize("way", [reading, writing], ids=lambda way: way.__name__)
async def test_cancelled_connection_is_not_given_to_the_next(db, one, way):
    """asyncpg would take the next transaction on it for one inside the cancelled one, and never commit it."""

    async def wait() -> None:
        async with way(one) as connection:
            await connection.execute("SELECT pg_sleep(10)")

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0.2)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    async with writing(one) as connection:
        await INSERT.run(connection, {"user": 1})
    assert await db.fetchval("SELECT count(*) FROM account_standings") == 1
