"""What matching does when something happens to an account (the feed of accounts, wired in config)."""

from auth_match.accounts.models import AccountEvent
from auth_match.matching import transitions

LEAVING = (AccountEvent.Kind.USER_DISABLED, AccountEvent.Kind.USER_DELETED)


async def leave_with_the_account(event: AccountEvent) -> None:
    """A disabled or deleted user is out of queue, offer and room at once; partners are told. Idempotent."""
    if event.kind in LEAVING:
        await transitions.expel(user_id=event.user_id)
