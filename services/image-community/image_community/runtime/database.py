"""PostgreSQL: one bounded pool per process, and limits on both sides: the server's and ours."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Annotated

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from fastapi import Depends, Request
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from image_community.runtime import dialect
from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.patience import Waits
from image_community.runtime.problem import Unavailable

POOL_SIZE = 10
POOL_TIMEOUT_SECONDS = 3
CONNECT_TIMEOUT_SECONDS = 3
# For an update from another table: else every changed row is sent back, for objects that we do not have.
UNSYNCHRONIZED = {"synchronize_session": False}
# What asking PostgreSQL raises while it is away, busy or silent: for what goes on without it, or tries again.
DATABASE_AWAY = (
    SQLAlchemyError,
    OSError,  # TimeoutError is one
    Unavailable,  # the breaker is open
    asyncpg.PostgresError,  # asyncpg raises its own bare while connecting, past SQLAlchemy's wrapping
    asyncpg.InterfaceError,
)


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """What PostgreSQL itself ends, so also when this process hangs or dies half-way (each with its unit), and
    for how long a transaction may wait for it. None: as long as the server lives."""

    statement_timeout: str
    lock_timeout: str
    idle_in_transaction_session_timeout: str
    transaction_seconds: float | None

    def server_settings(self) -> dict[str, str]:
        """For asyncpg."""
        return {name: value for name, value in asdict(self).items() if name != "transaction_seconds"}


# Below the 5 s in which every request is answered. The server comes first: the connection then stays.
OF_REQUESTS = TimeLimits("4s", "3s", "4500ms", 4.3)
OF_THE_WORKER = TimeLimits("60s", "10s", "60s", None)


class Sessions(async_sessionmaker[AsyncSession]):
    """Makes sessions that keep loaded values after a commit, since async code cannot reload them silently."""

    def __init__(self, engine: AsyncEngine, waits: Waits | None = None) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.waits = waits


def make_engine(url: URL, *, pool_size: int = POOL_SIZE, limits: TimeLimits = OF_REQUESTS) -> AsyncEngine:
    """An engine that checks each connection before use and never opens more than `pool_size`."""
    return create_async_engine(
        url.set(drivername=dialect.NAME),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT_TIMEOUT_SECONDS,
            "server_settings": {"application_name": "image-community", **limits.server_settings()},
        },
    )


def make_sessions(engine: AsyncEngine, waits: Waits | None = None) -> Sessions:
    """Without `waits` only the server bounds how long they wait."""
    return Sessions(engine, waits)


def make_breaker(url: URL) -> CircuitBreaker:
    """Of this PostgreSQL. A connection that is let in proves that it works: it has forked and answered."""
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

    Services use it, never a `yield` dependency: FastAPI runs that after the response was sent, so a failed
    commit would already have been answered with success.

    Raises:
        Unavailable, TimeoutError, SQLAlchemyError: PostgreSQL is silent; nothing waits for it (patience).
    """
    async with AsyncExitStack() as stack:
        if sessions.waits is not None:
            await stack.enter_async_context(sessions.waits.bounded())
        session = await stack.enter_async_context(sessions())
        await stack.enter_async_context(session.begin())
        yield session


async def see_one_snapshot(session: AsyncSession) -> None:
    """First in a transaction: all its statements see the same."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


async def set_local(session: AsyncSession, **settings: str) -> None:
    """Until the transaction ends: PostgreSQL's settings with their units, as in `statement_timeout="5s"`."""
    await session.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))


def get_sessions(request: Request) -> Sessions:
    """The sessions opened by the lifespan."""
    sessions: Sessions = request.app.state.connections.sessions
    return sessions


DatabaseSessions = Annotated[Sessions, Depends(get_sessions)]
