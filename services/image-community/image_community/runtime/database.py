"""PostgreSQL: one bounded pool per process, and time limits on both the server and the client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import asdict, dataclass

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from fastapi import Request
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import PoolProxiedConnection

from image_community.runtime import dialect
from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.patience import Waits
from image_community.runtime.pool_check import check_connections
from image_community.runtime.prepared import Connection
from image_community.runtime.problem import Unavailable

POOL_SIZE = 10
POOL_TIMEOUT_SECONDS = 3
CONNECT_TIMEOUT_SECONDS = 3
# For an update from another table: by default every changed row is returned, for objects we do not have.
UNSYNCHRONIZED = {"synchronize_session": False}
# Errors while PostgreSQL is unavailable, busy or unresponsive, for callers that tolerate or retry them.
DATABASE_ERRORS = (
    SQLAlchemyError,
    OSError,  # TimeoutError is one
    Unavailable,  # the breaker is open
    asyncpg.PostgresError,  # of connecting, and of what asyncpg runs itself
    asyncpg.InterfaceError,
)


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Timeouts of PostgreSQL (with units), which also work if this process hangs or dies, and the client's
    limit per transaction. None: as long as the server answers."""

    statement_timeout: str
    lock_timeout: str
    idle_in_transaction_session_timeout: str
    transaction_seconds: float | None

    def server_settings(self) -> dict[str, str]:
        """For asyncpg."""
        return {name: value for name, value in asdict(self).items() if name != "transaction_seconds"}


# Below the 5 s limit of a request. The server's limits are shorter, since then the connection stays usable.
OF_REQUESTS = TimeLimits("4s", "3s", "4500ms", 4.3)
OF_THE_WORKER = TimeLimits("60s", "10s", "60s", None)


class Sessions(async_sessionmaker[AsyncSession]):
    """Sessions that keep loaded values after a commit, since async code cannot reload them implicitly."""

    def __init__(self, engine: AsyncEngine, waits: Waits | None = None) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.waits = waits
        self.engine = engine

    def bounded(self) -> AbstractAsyncContextManager[None]:
        """Around queries: their time is limited, unless only the server's limits apply."""
        return nullcontext() if self.waits is None else self.waits.bounded()


def make_engine(url: URL, *, pool_size: int = POOL_SIZE, limits: TimeLimits = OF_REQUESTS) -> AsyncEngine:
    """An engine that checks each connection before use and opens at most `pool_size`."""
    engine = create_async_engine(
        url.set(drivername=dialect.NAME),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_use_lifo=True,  # the rest of the pool stays unused
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT_TIMEOUT_SECONDS,
            "server_settings": {"application_name": "image-community", **limits.server_settings()},
        },
    )
    check_connections(engine)
    return engine


def make_sessions(engine: AsyncEngine, waits: Waits | None = None) -> Sessions:
    """Without `waits` only the server limits their time."""
    return Sessions(engine, waits)


def make_breaker(url: URL) -> CircuitBreaker:
    """The breaker of this PostgreSQL. A successful connection proves that it works: it forked."""
    _, options = PGDialect_asyncpg().create_connect_args(url)  # type: ignore[no-untyped-call]

    async def probe() -> None:
        connection = await asyncpg.connect(**options)
        connection.terminate()

    return CircuitBreaker(
        "postgresql", probe=probe, refusals=(OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
    )


@asynccontextmanager
async def transaction(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """One transaction: committed when the block ends, rolled back when it raises.

    Services use it, never a `yield` dependency: FastAPI ends those after sending the response, so a failed
    commit would be answered with success.

    Raises:
        Unavailable, TimeoutError, SQLAlchemyError: PostgreSQL does not answer; see patience.py.
    """
    async with sessions.bounded(), sessions() as session, session.begin():
        yield session


@asynccontextmanager
async def reading(sessions: Sessions) -> AsyncIterator[Connection]:
    """A connection for prepared statements: each is its own transaction, without BEGIN and COMMIT.

    Raises:
        Unavailable, TimeoutError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError: PostgreSQL
            does not answer.
        RuntimeError: our code uses the connection wrongly.
    """
    async with sessions.bounded():
        pooled = await sessions.engine.raw_connection()
        connection: Connection = pooled.driver_connection  # type: ignore[assignment]  # it is open
        try:
            yield connection
        except asyncpg.InterfaceError as error:
            if connection.is_closed():
                raise
            raise RuntimeError("wrong use of a connection") from error
        except asyncpg.InternalClientError as error:  # the server has just ended it
            pooled.invalidate()
            raise Unavailable("the connection was ended") from error
        except asyncio.CancelledError:
            pooled.invalidate()  # its BEGIN or query may still be under way
            raise
        finally:
            _give_back(pooled, connection)


def _give_back(pooled: PoolProxiedConnection, connection: Connection) -> None:
    """Awaits nothing, since SQLAlchemy began no transaction on it and knows of none."""
    if not pooled.is_valid:
        return
    if connection.is_closed() or connection.is_in_transaction():  # its ROLLBACK failed
        pooled.invalidate()
    else:
        pooled.close()


@asynccontextmanager
async def writing(sessions: Sessions) -> AsyncIterator[Connection]:
    """One transaction of prepared statements, as `transaction` is one of a session.

    Raises: as `reading`.
    """
    async with reading(sessions) as connection, connection.transaction():
        yield connection


async def see_one_snapshot(session: AsyncSession) -> None:
    """Call first in a transaction: all its statements see one snapshot."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


async def set_local(session: AsyncSession, **settings: str) -> None:
    """PostgreSQL settings with units for this transaction, as in `statement_timeout="5s"`."""
    await session.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))


def sessions_of(request: Request) -> Sessions:
    """Those opened by the lifespan. A function, since solving a dependency costs as much as a small query."""
    sessions: Sessions = request.app.state.connections.sessions
    return sessions
