"""All PostgreSQL advisory locks, in one place so that each number has one meaning."""

from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from image_community.runtime.prepared import PreparedStatement, Reader


class Lock(IntEnum):
    """The first of the two 32-bit halves of a lock."""

    VOTER = 1  # the second half is the voter's id
    WORKER = 2  # the second half is 0
    ACCOUNT = 3  # the second half is the user's id
    RANKING = 4  # the second half is 0


# Built once: hot path.
_LOCK = PreparedStatement(text("SELECT pg_advisory_xact_lock(:kind, :id)"))
_SHARE_AND_LOCK = PreparedStatement(
    text("SELECT pg_advisory_xact_lock_shared(:shared, :id), pg_advisory_xact_lock(:locked, :id)")
)
_SHARE = PreparedStatement(text("SELECT pg_advisory_xact_lock_shared(:kind, :id)"))


async def share_account(reader: Reader, user_id: int) -> None:
    """Shared by all writes of a user; waits while the account's status changes."""
    await _SHARE.run(reader, {"kind": int(Lock.ACCOUNT), "id": user_id})


async def share_account_and_lock_voter(reader: Reader, user_id: int) -> None:
    """Both at once. The voter's is exclusive: it serialises the matches and votes of a user."""
    locks = {"shared": int(Lock.ACCOUNT), "locked": int(Lock.VOTER)}
    await _SHARE_AND_LOCK.run(reader, {**locks, "id": user_id})


async def lock_account(reader: Reader, user_id: int) -> None:
    """Exclusive, to change an account's status: waits for writes in progress, and blocks new ones."""
    await _LOCK.run(reader, {"kind": int(Lock.ACCOUNT), "id": user_id})


async def share_ranking_window(reader: Reader) -> None:
    """Fix the ranking's watermark until the transaction ends. After this lock, lock only counters.

    A separate statement: only one that starts after the lock is acquired sees the current watermark.
    """
    await _SHARE.run(reader, {"kind": int(Lock.RANKING), "id": 0})


async def lock_ranking_window(reader: Reader) -> None:
    """Exclusive, to move the watermark: waits for transactions that share it, and blocks new ones."""
    await _LOCK.run(reader, {"kind": int(Lock.RANKING), "id": 0})


async def lock_file(session: AsyncSession, key: str) -> None:
    """Exclusive per file until the transaction ends: to publish, move or delete it."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


async def try_to_lead(connection: AsyncConnection) -> bool:
    """Whether this connection is or becomes the leader. It holds the lock until it closes."""
    statement = text("SELECT pg_try_advisory_lock(:kind, 0)")
    return bool(await connection.scalar(statement, {"kind": int(Lock.WORKER)}))
