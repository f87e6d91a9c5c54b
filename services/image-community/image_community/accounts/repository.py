"""The position in the feed and the status of accounts, in PostgreSQL."""

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import AccountEventCursor, AccountStatus, RestrictedAccount


async def cursor(session: AsyncSession) -> int:
    """The last event applied; 0 before the first."""
    return (await session.execute(select(AccountEventCursor.seq))).scalar_one_or_none() or 0


async def lock_cursor(session: AsyncSession) -> int:
    """The same, locked: no other worker applies an event until the transaction ends."""
    first = insert(AccountEventCursor).values(id=1, seq=0).on_conflict_do_nothing()
    await session.execute(first)
    return (await session.execute(select(AccountEventCursor.seq).with_for_update())).scalar_one()


async def move_cursor(session: AsyncSession, seq: int) -> None:
    """Record that the event is applied."""
    await session.execute(update(AccountEventCursor).values(seq=seq))


async def account_status(session: AsyncSession, user_id: int) -> AccountStatus | None:
    """None: the account is active."""
    statement = select(RestrictedAccount.status).where(RestrictedAccount.user_id == user_id)
    found = (await session.execute(statement)).scalar_one_or_none()
    return None if found is None else AccountStatus(found)


async def set_account_status(session: AsyncSession, user_id: int, status: AccountStatus) -> None:
    """The account is disabled or deleted."""
    statement = insert(RestrictedAccount).values(user_id=user_id, status=status)
    values = {"standing": status, "changed_at": statement.excluded.changed_at}
    await session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))


async def clear_account_status(session: AsyncSession, user_id: int) -> None:
    """The account is active."""
    await session.execute(delete(RestrictedAccount).where(RestrictedAccount.user_id == user_id))
