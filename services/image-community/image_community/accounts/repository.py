"""The position in the feed and the standing of accounts, in PostgreSQL."""

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import AccountEventCursor, AccountStanding, Standing


async def cursor(session: AsyncSession) -> int:
    """The last event applied; 0 before the first."""
    return (await session.execute(select(AccountEventCursor.seq))).scalar_one_or_none() or 0


async def lock_cursor(session: AsyncSession) -> int:
    """The same, and nobody else applies anything until the transaction ends."""
    first = insert(AccountEventCursor).values(id=1, seq=0).on_conflict_do_nothing()
    await session.execute(first)
    return (await session.execute(select(AccountEventCursor.seq).with_for_update())).scalar_one()


async def move_cursor(session: AsyncSession, seq: int) -> None:
    """That event is applied."""
    await session.execute(update(AccountEventCursor).values(seq=seq))


async def standing_of(session: AsyncSession, user_id: int) -> Standing | None:
    """None is good standing."""
    statement = select(AccountStanding.standing).where(AccountStanding.user_id == user_id)
    found = (await session.execute(statement)).scalar_one_or_none()
    return None if found is None else Standing(found)


async def set_standing(session: AsyncSession, user_id: int, standing: Standing) -> None:
    """The account is disabled or deleted."""
    statement = insert(AccountStanding).values(user_id=user_id, standing=standing)
    values = {"standing": standing, "changed_at": statement.excluded.changed_at}
    await session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))


async def clear_standing(session: AsyncSession, user_id: int) -> None:
    """The account is in good standing."""
    await session.execute(delete(AccountStanding).where(AccountStanding.user_id == user_id))
