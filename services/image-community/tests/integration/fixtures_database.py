"""PostgreSQL and Redis: one database for the whole run, emptied before each test."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from redis.asyncio import Redis
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import Base, MediaStore
from image_community.runtime.database import make_engine, make_sessions, transaction
from image_community.runtime.environment_source import value_or_file
from image_community.runtime.settings import DatabaseSettings

SERVICE = Path(__file__).parents[2]
# All tables but media_store, whose single row a migration inserts.
TABLES = ", ".join(sorted(Base.metadata.tables.keys() - {MediaStore.__tablename__}))


def variable(name: str, default: str | None = None) -> str:
    value = value_or_file(name, os.environ.get(name), os.environ)
    assert value is not None or default is not None, f"set {name}, or run `make test`, which does"
    return value if value is not None else str(default)


def on_server(settings: DatabaseSettings, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(plain_url(settings))
        await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


def plain_url(settings: DatabaseSettings) -> str:
    return settings.sqlalchemy_url().set(drivername="postgresql").render_as_string(hide_password=False)


def migrate(settings: DatabaseSettings, revision: str) -> None:
    config = Config(SERVICE / "alembic.ini")
    config.attributes["settings"] = settings
    migrate_to = command.downgrade if revision == "base" else command.upgrade
    migrate_to(config, revision)


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], DatabaseSettings]]:
    """Creates empty databases, and drops them at the end."""
    server = DatabaseSettings(
        database_url=variable("IMAGE_COMMUNITY_DATABASE_URL"),
        database_password=variable("IMAGE_COMMUNITY_DATABASE_PASSWORD", ""),
    )
    made: list[str] = []

    def make() -> DatabaseSettings:
        name = f"test_image_community_{uuid.uuid4().hex[:12]}"
        on_server(server, f"CREATE DATABASE {name}")
        made.append(name)
        base, _, _ = server.database_url.rpartition("/")
        return DatabaseSettings(database_url=f"{base}/{name}", database_password=server.database_password)

    yield make
    for name in made:
        on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def database(new_database: Callable[[], DatabaseSettings]) -> DatabaseSettings:
    settings = new_database()
    migrate(settings, "head")
    return settings


@pytest.fixture
def migrate_database() -> Callable[[DatabaseSettings], None]:
    return lambda settings: migrate(settings, "head")


@pytest.fixture
async def db(database: DatabaseSettings) -> AsyncIterator[asyncpg.Connection]:
    """A connection for the test, to an empty database."""
    connection = await asyncpg.connect(plain_url(database))
    await connection.execute(f"TRUNCATE {TABLES} RESTART IDENTITY")
    await connection.execute("UPDATE media_store SET refused_because = NULL, waiting_count = 0")
    yield connection
    await connection.close()


@pytest.fixture
async def session(database: DatabaseSettings, db: asyncpg.Connection) -> AsyncIterator[AsyncSession]:
    """One transaction by the service's code, in an empty database."""
    engine = make_engine(database.sqlalchemy_url())
    async with transaction(make_sessions(engine)) as session:
        yield session
    await engine.dispose()


@pytest.fixture
async def statements(session: AsyncSession) -> list[str]:
    """The statements of the session, from here on."""
    executed: list[str] = []
    connection = (await session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", lambda *args: executed.append(args[2]))
    return executed


@pytest.fixture
def deadlocks(db: asyncpg.Connection) -> Callable[[], Awaitable[int]]:
    """The number of deadlocks in this database; connections report them within a second."""

    async def count() -> int:
        await asyncio.sleep(1.5)
        await db.execute("SELECT pg_stat_clear_snapshot()")
        name = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int(await db.fetchval(name))

    return count


@pytest.fixture
def until_blocked(db: asyncpg.Connection) -> Callable[[], Awaitable[None]]:
    """Waits until a connection waits for a lock in this database."""

    blocked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    async def wait() -> None:
        async with asyncio.timeout(5):
            while not await db.fetchval(blocked):
                await asyncio.sleep(0.02)
                await db.execute("SELECT pg_stat_clear_snapshot()")  # of this transaction

    return wait


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    """The logical database that the variable names, empty."""
    password = variable("IMAGE_COMMUNITY_REDIS_PASSWORD", "") or None
    client = Redis.from_url(variable("IMAGE_COMMUNITY_REDIS_URL"), password=password, decode_responses=True)
    await client.flushdb()
    yield client
    await client.aclose()
