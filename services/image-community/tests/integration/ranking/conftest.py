"""The specified ranking query, the reference for every test here; and events at any time."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from tests.specified_ranking import SPECIFIED

from image_community.ranking import jobs

Places = list[tuple[int, int, int, int]]


@pytest.fixture
def specified(db: asyncpg.Connection) -> Callable[[datetime], Awaitable[Places]]:
    """(id, likes, wins, total) of the first ranks by the specified query."""

    async def ask(since: datetime) -> Places:
        return [tuple(row) for row in await db.fetch(SPECIFIED, since, 50)]

    return ask


@pytest.fixture
def places() -> Callable[[object], Places]:
    """The same from rows of the service or from JSON of a response."""
    names = ("id", "like_count_24h", "win_count_24h", "total_score")
    return lambda rows: [tuple(row[name] for name in names) for row in rows]


@pytest.fixture
def like(db: asyncpg.Connection) -> Callable[..., Awaitable[None]]:
    """A like of that time: its row and its counts, except those of the window."""

    async def like(post_id: int, user_id: int, at: datetime) -> None:
        await db.execute(
            "INSERT INTO image_likes (image_post_id, user_id, created_at) VALUES ($1, $2, $3)",
            post_id,
            user_id,
            at,
        )
        count = "UPDATE image_post_counters SET like_count = like_count + 1 WHERE image_post_id = $1"
        await db.execute(count, post_id)

    return like


@pytest.fixture
def win(db: asyncpg.Connection) -> Callable[..., Awaitable[None]]:
    """A vote of that time: its row and its counts, except those of the window."""

    async def win(winner: int, loser: int, at: datetime) -> None:
        await db.execute(
            "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id, created_at)"
            " VALUES ($1, 1, $2, $3, $4)",
            str(uuid.uuid4()),
            winner,
            loser,
            at,
        )
        for image_id, name in ((winner, "win_count"), (loser, "loss_count")):
            count = f"UPDATE image_post_counters SET {name} = {name} + 1 WHERE image_post_id = $1"
            await db.execute(count, image_id)

    return win


@pytest.fixture
def advance_window(app) -> Callable[..., Awaitable[int]]:
    """The worker's job, with larger steps."""
    sessions = app.state.connections.sessions

    async def once(now: datetime | None = None, **options: str) -> int:
        return await jobs.advance_window(
            sessions=sessions, now=now or datetime.now(UTC), step=timedelta(hours=2), **options
        )

    return once


@pytest.fixture
def pass_by(db: asyncpg.Connection) -> Callable[..., Awaitable[None]]:
    """Lets time pass by moving all times into the past, including the watermark."""

    async def shift(**duration: float) -> None:
        for column in (
            "image_likes.created_at",
            "tournament_votes.created_at",
            "image_posts.created_at",
            "ranking_window.watermark",
        ):
            table, _, name = column.partition(".")
            await db.execute(f"UPDATE {table} SET {name} = {name} - $1::interval", timedelta(**duration))

    return shift
