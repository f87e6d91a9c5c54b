"""Models do not load lazily, and leave cascades to the database."""

import pytest
from sqlalchemy import event, inspect
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import selectinload

from image_community.models import ImageLike, ImagePost, ImagePostCounters, TournamentVote
from image_community.runtime.database import make_engine, make_sessions

NAMES = ("likes", "won_tournaments", "lost_tournaments")


@pytest.fixture
async def engine(database):
    engine = make_engine(database.sqlalchemy_url())
    yield engine
    await engine.dispose()


async def store(engine) -> int:
    async with make_sessions(engine)() as session, session.begin():
        posts = [
            ImagePost(
                user_id=1,
                image_url=f"/uploads/{n}.webp",
                prompt="p",
                width=1,
                height=1,
                counters=ImagePostCounters(),
            )
            for n in range(2)
        ]
        session.add_all(posts)
        await session.flush()
        session.add_all([ImageLike(user_id=user_id, image_post_id=posts[0].id) for user_id in range(1, 6)])
        session.add(
            TournamentVote(match_id="m", voter_id=3, winner_image_id=posts[0].id, loser_image_id=posts[1].id)
        )
        return posts[0].id


def test_relationships_are_as_specified():
    relationships = inspect(ImagePost).relationships
    for name in NAMES:
        assert relationships[name].lazy == "raise"
        assert relationships[name].passive_deletes
        assert relationships[name].cascade.delete_orphan


@pytest.mark.parametrize("name", NAMES)
async def test_reading_an_unloaded_relationship_raises(db, engine, name):
    post_id = await store(engine)
    async with make_sessions(engine)() as session:
        post = await session.get_one(ImagePost, post_id)
        with pytest.raises(InvalidRequestError, match="lazy='raise'"):
            getattr(post, name)


async def test_requested_relationship_is_loaded(db, engine):
    post_id = await store(engine)
    async with make_sessions(engine)() as session:
        options = [selectinload(getattr(ImagePost, name)) for name in NAMES]
        post = await session.get_one(ImagePost, post_id, options=options)
        assert [len(getattr(post, name)) for name in NAMES] == [5, 1, 0]


async def test_deleting_a_post_loads_no_likes(db, engine):
    post_id = await store(engine)
    statements: list[str] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    async with make_sessions(engine)() as session, session.begin():
        await session.delete(await session.get_one(ImagePost, post_id))
    assert not any("image_likes" in each or "tournament_votes" in each for each in statements)
    assert await db.fetchval("SELECT count(*) FROM image_likes") == 0


async def test_times_are_aware(db, engine):
    post_id = await store(engine)
    async with make_sessions(engine)() as session:
        post = await session.get_one(ImagePost, post_id)
        assert post.created_at.tzinfo is not None
        assert post.updated_at.tzinfo is not None
