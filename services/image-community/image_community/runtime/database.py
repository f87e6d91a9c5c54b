"""PostgreSQL: one bounded pool per process, and limits that the server itself enforces."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import func, select
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

POOL_SIZE = 10
POOL_TIMEOUT_SECONDS = 3
CONNECT_TIMEOUT_SECONDS = 3
# Kept by PostgreSQL, so they hold even when this process hangs or dies half-way.
SERVER_TIMEOUTS = {
    "statement_timeout": "10000",  # ms
    "lock_timeout": "3000",  # ms
    "idle_in_transaction_session_timeout": "10000",  # ms
}
# For an update from another table: else every changed row is sent back, for objects that we do not have.
UNSYNCHRONIZED = {"synchronize_session": False}

Sessions = async_sessionmaker[AsyncSession]


def make_engine(url: URL, *, pool_size: int = POOL_SIZE) -> AsyncEngine:
    """An engine that checks each connection before use and never opens more than `pool_size`."""
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT_TIMEOUT_SECONDS,
            "server_settings": {"application_name": "image-community", **SERVER_TIMEOUTS},
        },
    )


def make_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions that keep loaded values after a commit, since async code cannot reload them silently."""
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def transaction(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """One transaction: committed when the block ends, rolled back when it raises.

    Services use it, never a `yield` dependency: FastAPI runs that after the response was sent, so a failed
    commit would already have been answered with success.
    """
    async with sessions() as session, session.begin():
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
