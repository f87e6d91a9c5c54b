"""Whether an account may still write, checked in the transaction that writes."""

from sqlalchemy import bindparam, select

from image_community.identity.errors import InvalidToken
from image_community.models import RestrictedAccount
from image_community.runtime.locks import share_account, share_account_and_lock_voter
from image_community.runtime.prepared import PreparedStatement, Reader

_RESTRICTED = PreparedStatement(
    select(RestrictedAccount.user_id).where(RestrictedAccount.user_id == bindparam("user"))
)


async def require_active_account(reader: Reader, user_id: int) -> None:
    """Require an active account, and keep it active until the transaction ends.

    The token is verified before the request; the account may be disabled or deleted during it.

    Raises:
        InvalidToken: the account is disabled or deleted.
    """
    await share_account(reader, user_id)
    await _require_active(reader, user_id)


async def require_active_voter(reader: Reader, user_id: int) -> None:
    """The same, and one match or vote of this user at a time.

    Raises:
        InvalidToken: the account is disabled or deleted.
    """
    await share_account_and_lock_voter(reader, user_id)
    await _require_active(reader, user_id)


async def _require_active(reader: Reader, user_id: int) -> None:
    # A separate statement: only one that starts after the lock is acquired sees what the last holder wrote.
    if await _RESTRICTED.value(reader, {"user": user_id}) is not None:
        raise InvalidToken
