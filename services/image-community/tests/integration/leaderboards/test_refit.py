"""What a fit does when others hold what it wants to write, and when it fails."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from sqlalchemy import text

from image_community.leaderboards import rating_repository
from image_community.runtime.database import transaction

RATED = "SELECT image_post_id, matches FROM image_ratings ORDER BY 1"


async def test_image_that_somebody_holds_is_rated_by_the_next_fit(app, db, fighters, votes, refit):
    a, b, c = await fighters(3)
    await votes(a, b, 5)
    await votes(a, c, 5)
    now = datetime.now(UTC)
    async with transaction(app.state.connections.sessions) as session:
        await session.execute(text(f"SELECT 1 FROM image_posts WHERE id = {b} FOR UPDATE"))
        await refit(now)
    assert [tuple(row) for row in await db.fetch(RATED)] == [(a, 10), (c, 5)]
    await refit(now + timedelta(seconds=60))
    assert [tuple(row) for row in await db.fetch(RATED)] == [(a, 10), (b, 5), (c, 5)]


async def test_rating_that_is_being_deleted_is_not_waited_for(app, db, fighters, votes, refit):
    a, b = await fighters()
    await votes(a, b, 5)
    await refit()
    sessions = app.state.connections.sessions
    async with transaction(sessions) as holding, transaction(sessions) as session:
        await holding.execute(text(f"DELETE FROM image_ratings WHERE image_post_id = {a}"))
        await rating_repository.forget(session, [a, b])
    assert await db.fetch(RATED) == []


async def test_models_are_published_and_the_attempt_remembered_though_images_fail(
    app, db, leaderboard, model_image, votes, refit
):
    a, b = await model_image("a"), await model_image("b")
    await votes(a, b, 300)
    now = datetime.now(UTC)
    async with transaction(app.state.connections.sessions) as session:
        await session.execute(text("LOCK TABLE image_ratings IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(asyncpg.LockNotAvailableError):
            await refit(now)
    assert [each["model_key"] for each in (await leaderboard())["models"]] == ["a", "b"]
    seconds = await db.fetchval("SELECT seconds FROM leaderboard_fit")
    assert await refit(now + timedelta(seconds=9 * seconds)) == 0
    assert await refit(now + timedelta(seconds=11 * seconds)) == 300
    assert await db.fetchval("SELECT count(*) FROM image_ratings") == 2
