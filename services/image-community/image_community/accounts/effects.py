"""What an account event does to the rows, in the transaction that applies it, under the account's lock.

Each is idempotent, though each is applied once.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from image_community.accounts import repository
from image_community.accounts.domain.removal import taken_away
from image_community.likes import repository as likes
from image_community.models import Standing
from image_community.posts import repository as posts
from image_community.tournaments import repository as tournaments


async def disable(session: AsyncSession, user_id: int) -> None:
    """Hide the user's posts. Likes and votes stay: they were given in good standing."""
    if await repository.standing_of(session, user_id) is not Standing.DELETED:
        await repository.set_standing(session, user_id, Standing.DISABLED)
        await posts.hide_posts_of(session, user_id)


async def enable(session: AsyncSession, user_id: int) -> None:
    """Show the user's posts again, but not those that the user withdrew."""
    if await repository.standing_of(session, user_id) is Standing.DISABLED:
        await repository.clear_standing(session, user_id)
        await posts.show_posts_of(session, user_id)


async def delete(session: AsyncSession, user_id: int) -> None:
    """Remove the user's likes, votes and posts with all that refers to them; other images' counters follow.

    The order of locks: the user's posts (nobody likes or judges them from then on), then counters by id.
    """
    await repository.set_standing(session, user_id, Standing.DELETED)
    await posts.lock_posts_of(session, user_id)
    liked = await likes.remove_likes_of(session, user_id)
    judged = await tournaments.remove_votes_about(session, user_id)
    await posts.subtract_counts(session, taken_away(liked=liked, judged=judged))
    await tournaments.remove_matches_of(session, user_id)
    await posts.remove_posts_of(session, user_id)
