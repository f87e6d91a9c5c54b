"""Whether an account may still write, checked in the transaction that writes."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.identity.errors import InvalidToken
from image_community.models import RestrictedAccount
from image_community.runtime.locks import share_account


async def require_active_account(session: AsyncSession, user_id: int) -> None:
    """Require an active account, and keep it active until the transaction ends.

    The token is verified before the request; the account may be disabled or deleted during it.

    Raises:
        InvalidToken: the account is disabled or deleted.
    """
    await share_account(session, user_id)
    # A separate statement: only one that starts after the lock is acquired sees what the last holder wrote.
    statement = select(RestrictedAccount.user_id).where(RestrictedAccount.user_id == user_id)
    if await session.scalar(statement) is not None:
        raise InvalidToken
