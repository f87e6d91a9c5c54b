"""What matching does when something happens to an account (the feed of accounts, wired in config)."""

from auth_match.accounts.models import AccountEvent
from auth_match.matching.queue import actions

LOST = (AccountEvent.Kind.USER_DISABLED, AccountEvent.Kind.USER_DELETED)


async def expel_lost_account(event: AccountEvent) -> None:
    """A disabled or deleted user leaves queue, offer and room at once; partners are notified. Idempotent."""
    if event.kind in LOST:
        await actions.expel(user_id=event.user_id)
