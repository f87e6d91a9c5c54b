"""A fit with concurrent changes of its input, with locks on its output, and with failures."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from image_community.accounts import effects
from image_community.leaderboards import jobs, rating_repository
from image_community.runtime.database import transaction

RATED = "SELECT image_post_id, matches FROM image_ratings ORDER BY 1"
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::regclass"

LIMITS = jobs.FitLimits(min_votes=300)


@pytest.fixture
def deleted_meanwhile(app, db) -> Callable[..., Awaitable[Any]]:
    """Runs a job that reads several tables; author 1 is deleted while it waits for this one."""

    async def during(table: str, doing: Awaitable[Any]) -> Any:
        async with transaction(app.state.connections.sessions) as session, asyncio.timeout(10):
            await effects.delete(session, 1)
            await session.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            task = asyncio.ensure_future(doing)
            while not await db.fetchval(WAITS, table):  # noqa: ASYNC110 - PostgreSQL sends no event
                await asyncio.sleep(0.01)
        return await task

    return during


async def test_votes_and_retained_sums_are_one_snapshot(
    app, leaderboard, model_image, votes, deleted_meanwhile
):
    a, b = await model_image("a", author=1), await model_image("b", author=2)
    await votes(a, b, 30)
    fit = jobs.rate_models(app.state.connections.sessions, datetime.now(UTC), LIMITS)
    assert await deleted_meanwhile("model_votes_kept", fit) == 30
    assert (await leaderboard())["votes"]["in_all"] == 30


async def test_votes_and_stored_ratings_are_one_snapshot(app, make_post, votes, refit, deleted_meanwhile):
    a, b = await make_post(1), await make_post(2)
    await votes(a, b, 30)
    await refit()
    fit = jobs.rate_images(app.state.connections.sessions, LIMITS)
    is_whole = await deleted_meanwhile("tournament_votes", fit)  # COPY looks before it waits
    assert is_whole, "at that moment nothing had changed"


async def test_locked_image_is_rated_by_the_next_fit(app, db, fighters, votes, refit):
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


async def test_fit_does_not_wait_for_a_rating_that_is_being_deleted(app, db, fighters, votes, refit):
    a, b = await fighters()
    await votes(a, b, 5)
    await refit()
    sessions = app.state.connections.sessions
    async with transaction(sessions) as holding, transaction(sessions) as session:
        await holding.execute(text(f"DELETE FROM image_ratings WHERE image_post_id = {a}"))
        await rating_repository.delete_ratings(session, [a, b])
    assert await db.fetch(RATED) == []


async def test_models_are_published_and_the_attempt_recorded_although_images_fail(
    app, db, leaderboard, model_image, votes, refit
):
    a, b = await model_image("a"), await model_image("b")
    await votes(a, b, 300)
    now = datetime.now(UTC)
    async with db.transaction():  # held for longer than a request's transaction may last
        await db.execute("LOCK TABLE image_ratings IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await jobs.refresh(sessions=app.state.connections.sessions, now=now, limits=LIMITS)
    assert [each["model_key"] for each in (await leaderboard())["models"]] == ["a", "b"]
    assert await db.fetchval("SELECT count(DISTINCT as_of) FROM leaderboard_documents") == 1
    assert await db.fetchval("SELECT count(*) FROM leaderboard_documents") == 5, "drawn as well"
    seconds = await db.fetchval("SELECT seconds FROM leaderboard_fit")
    assert await refit(now + timedelta(seconds=9 * seconds)) == 0
    assert await refit(now + timedelta(seconds=11 * seconds)) == 300
    assert await db.fetchval("SELECT count(*) FROM image_ratings") == 2
