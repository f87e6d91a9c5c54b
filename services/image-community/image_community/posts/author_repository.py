"""The names of authors on their posts, in PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePost

WITHOUT_NAME = ImagePost.author_name.is_(None)  # the condition of the partial index


async def authors_without_name(session: AsyncSession, *, limit: int) -> Sequence[int]:
    """Some authors of posts without a name, by id."""
    statement = select(ImagePost.user_id).where(WITHOUT_NAME).distinct().order_by(ImagePost.user_id)
    return (await session.execute(statement.limit(limit))).scalars().all()


async def name_posts_of(session: AsyncSession, user_id: int, name: str, *, limit: int) -> int:
    """Name the author of some posts; returns of how many. For clients they did not change.

    Locked by ascending id, as votes do: the planner chooses the order of the update.
    """
    posts = select(ImagePost.id).where(ImagePost.user_id == user_id, WITHOUT_NAME).order_by(ImagePost.id)
    ids = (await session.execute(posts.limit(limit).with_for_update(key_share=True))).scalars().all()
    change = update(ImagePost).where(ImagePost.id.in_(ids))
    await session.execute(change.values(author_name=name, updated_at=ImagePost.updated_at))
    return len(ids)
