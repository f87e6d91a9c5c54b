"""Images of models, votes between them, and the worker's fit."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg
import httpx
import pytest

from image_community.leaderboards import jobs


@pytest.fixture
def fighters(make_post) -> Callable[..., Awaitable[list[int]]]:
    """Makes images that take part, each by an author of its own."""

    async def make(count: int = 2) -> list[int]:
        return [await make_post(100 + n, is_tournament_opt_in=True) for n in range(count)]

    return make


@pytest.fixture
def model_image(make_post) -> Callable[..., Awaitable[int]]:
    """An image made by this model; its author is another user by default."""

    async def make(model_name: str | None, author: int = 900) -> int:
        return await make_post(author, model_name=model_name, is_tournament_opt_in=True)

    return make


@pytest.fixture
def votes(db: asyncpg.Connection) -> Callable[..., Awaitable[None]]:
    """Writes votes for one image against another, and counts them; each by another voter unless given."""

    async def write(
        winner: int, loser: int, times: int, *, voter: int | None = None, left: int | None = 0
    ) -> None:
        await db.execute(
            """INSERT INTO tournament_votes
               (match_id, voter_id, winner_image_id, loser_image_id, winner_was_left,
                winner_model_key, loser_model_key)
               SELECT gen_random_uuid()::text, coalesce($4, 10000 + n), w.id, l.id,
                      CASE WHEN $5::int IS NOT NULL THEN n <= $5 END, w.model_key, l.model_key
               FROM generate_series(1, $3) n, image_posts w, image_posts l WHERE w.id = $1 AND l.id = $2""",
            winner,
            loser,
            times,
            voter,
            left,
        )
        for column, image in (("win_count", winner), ("loss_count", loser)):
            await db.execute(
                f"UPDATE image_post_counters SET {column} = {column} + $2 WHERE image_post_id = $1",
                image,
                times,
            )

    return write


@pytest.fixture
def refit(app, settings) -> Callable[..., Awaitable[int]]:
    """Runs the worker's fit, by default ten minutes after the last one."""
    moments = (datetime.now(UTC) + timedelta(minutes=10 * at) for at in count())

    async def run(now: datetime | None = None, **limits: int) -> int:
        limited = jobs.FitLimits(**{"min_votes": settings.leaderboard_min_votes, **limits})
        sessions = app.state.connections.sessions
        return await jobs.refit(sessions=sessions, now=now or next(moments), limits=limited)

    return run


@pytest.fixture
def leaderboard(client: httpx.AsyncClient) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def get() -> dict[str, Any]:
        answer = await client.get("/api/v1/leaderboards/models")
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get
