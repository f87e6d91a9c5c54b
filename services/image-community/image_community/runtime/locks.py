"""PostgreSQL advisory locks, all named here so that no two meanings share a number."""

from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession


class Lock(IntEnum):
    """The first of the two 32-bit halves of a lock."""

    VOTER = 1  # the second half is the voter's id
    WORKER = 2  # the second half is 0
    ACCOUNT = 3  # the second half is the user's id
    RANKING = 4  # the second half is 0


async def lock_voter(session: AsyncSession, voter_id: int) -> None:
    """One voter's matches and votes happen one after the other, until the transaction ends."""
    statement = text("SELECT pg_advisory_xact_lock(:kind, :id)")
    await session.execute(statement, {"kind": int(Lock.VOTER), "id": voter_id})


async def share_account(session: AsyncSession, user_id: int) -> None:
    """Whoever writes in a user's name does so beside others, but not while the account changes."""
    statement = text("SELECT pg_advisory_xact_lock_shared(:kind, :id)")
    await session.execute(statement, {"kind": int(Lock.ACCOUNT), "id": user_id})


async def lock_account(session: AsyncSession, user_id: int) -> None:
    """Whoever changes an account waits for what is being written in its name, and keeps the rest waiting."""
    statement = text("SELECT pg_advisory_xact_lock(:kind, :id)")
    await session.execute(statement, {"kind": int(Lock.ACCOUNT), "id": user_id})


async def share_ranking_window(session: AsyncSession) -> None:
    """The ranking's watermark stays until the transaction ends. After it, only counters are locked.

    A statement of its own: only one that begins after the lock was had sees where the watermark is.
    """
    statement = text("SELECT pg_advisory_xact_lock_shared(:kind, 0)")
    await session.execute(statement, {"kind": int(Lock.RANKING)})


async def lock_ranking_window(session: AsyncSession) -> None:
    """Whoever moves the watermark waits for those who have looked at it, and keeps others from looking."""
    statement = text("SELECT pg_advisory_xact_lock(:kind, 0)")
    await session.execute(statement, {"kind": int(Lock.RANKING)})


async def lock_file(session: AsyncSession, key: str) -> None:
    """Whoever publishes, withholds or sweeps one file does so alone, until the transaction ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


async def try_to_lead(connection: AsyncConnection) -> bool:
    """Whether this connection is, or now becomes, the one worker that works. Kept until it closes."""
    statement = text("SELECT pg_try_advisory_lock(:kind, 0)")
    return bool(await connection.scalar(statement, {"kind": int(Lock.WORKER)}))
