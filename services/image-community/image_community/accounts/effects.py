"""What an account event does to the rows, in the transaction that applies it, under the account's lock.

Each is idempotent, though each is applied once.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from image_community.accounts import repository
from image_community.accounts.domain.removal import taken_away
from image_community.leaderboards import repository as leaderboards
from image_community.likes import repository as likes
from image_community.models import Standing
from image_community.posts import counters
from image_community.posts import repository as posts
from image_community.runtime.locks import share_ranking_window
from image_community.tournaments import repository as tournaments


async def disable(session: AsyncSession, user_id: int) -> None:
    """Hide the user's posts. Likes and votes stay: they were given in good standing."""
    if await repository.standing_of(session, user_id) is not Standing.DELETED:
        await repository.set_standing(session, user_id, Standing.DISABLED)
        await _hold_posts_of(session, user_id)
        await posts.hide_posts_of(session, user_id)


async def enable(session: AsyncSession, user_id: int) -> None:
    """Show the user's posts again, but not those that the user withdrew."""
    if await repository.standing_of(session, user_id) is Standing.DISABLED:
        await repository.clear_standing(session, user_id)
        await _hold_posts_of(session, user_id)
        await posts.show_posts_of(session, user_id)


async def delete(session: AsyncSession, user_id: int) -> None:
    """Remove the user's likes, votes and posts with all that refers to them; other images' counters follow.

    What others said of the models that made the posts is kept as sums.
    The order of locks: the user's posts (nobody likes or judges them from then on), the ranking's window,
    counters by id. What is slow comes before the window, which the worker cannot move meanwhile.
    """
    await repository.set_standing(session, user_id, Standing.DELETED)
    await posts.lock_posts_of(session, user_id)
    liked = await likes.remove_likes_of(session, user_id)
    await leaderboards.keep_votes_about(session, user_id)
    judged = await tournaments.remove_votes_about(session, user_id)
    await likes.remove_likes_for(session, user_id)
    await tournaments.remove_matches_of(session, user_id)
    since = await counters.hold_watermark(session)
    await counters.subtract(session, taken_away(liked=liked, judged=judged, since=since))
    await posts.remove_posts_of(session, user_id)


async def _hold_posts_of(session: AsyncSession, user_id: int) -> None:
    """Before many posts change, and with each its counters: the locks of a deletion, in its order."""
    await posts.lock_posts_of(session, user_id)
    await share_ranking_window(session)
