"""Whether an account may still write, seen where it is written: in the transaction itself."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.identity.errors import InvalidToken
from image_community.models import AccountStanding
from image_community.runtime.locks import share_account


async def demand_good_standing(session: AsyncSession, user_id: int) -> None:
    """Let nobody disable or delete this account until the transaction ends.

    A token is judged before the request; the account may go while it is being served.

    Raises:
        InvalidToken: the account is disabled or deleted.
    """
    await share_account(session, user_id)
    # A statement of its own: only one that begins after the lock was had sees what its last holder wrote.
    statement = select(AccountStanding.user_id).where(AccountStanding.user_id == user_id)
    if await session.scalar(statement) is not None:
        raise InvalidToken
