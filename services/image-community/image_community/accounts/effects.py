"""The effects of account events on the rows, in the transaction of the event, under the account's lock.

Each effect is idempotent, although each event is applied once.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from image_community.accounts import repository
from image_community.accounts.domain.removal import counts_to_subtract
from image_community.leaderboards import repository as leaderboards
from image_community.likes import repository as likes
from image_community.models import AccountStatus
from image_community.posts import counters
from image_community.posts import repository as posts
from image_community.runtime.locks import share_ranking_window
from image_community.tournaments import repository as tournaments


async def disable(session: AsyncSession, user_id: int) -> None:
    """Hide the user's posts. Likes and votes stay: the account was active when they were made."""
    if await repository.account_status(session, user_id) is not AccountStatus.DELETED:
        await repository.set_account_status(session, user_id, AccountStatus.DISABLED)
        await _lock_posts_of(session, user_id)
        await posts.hide_posts_of(session, user_id)


async def enable(session: AsyncSession, user_id: int) -> None:
    """Show the user's posts again, except those that the user withdrew."""
    if await repository.account_status(session, user_id) is AccountStatus.DISABLED:
        await repository.clear_account_status(session, user_id)
        await _lock_posts_of(session, user_id)
        await posts.show_posts_of(session, user_id)


async def delete(session: AsyncSession, user_id: int) -> None:
    """Delete the user's likes, votes and posts with dependent rows, and update counters of other images.

    Votes of others about the posts' models are retained as sums. The order of locks: the user's posts (from
    then on no like or vote on them), the ranking's window, counters by id. Slow statements come before the
    window, which the worker cannot advance while it is shared.
    """
    await repository.set_account_status(session, user_id, AccountStatus.DELETED)
    await posts.lock_posts_of(session, user_id)
    liked = await likes.remove_likes_of(session, user_id)
    await leaderboards.retain_votes_about(session, user_id)
    judged = await tournaments.remove_votes_about(session, user_id)
    await likes.remove_likes_for(session, user_id)
    await tournaments.remove_matches_of(session, user_id)
    since = await counters.share_watermark(session)
    await counters.subtract(session, counts_to_subtract(liked=liked, judged=judged, since=since))
    await posts.remove_posts_of(session, user_id)


async def _lock_posts_of(session: AsyncSession, user_id: int) -> None:
    """Before an update of many posts and their counters: the locks of a deletion, in the same order."""
    await posts.lock_posts_of(session, user_id)
    await share_ranking_window(session)
