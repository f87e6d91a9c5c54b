"""Users who posted, liked and voted, and the worker's jobs."""

from collections.abc import Awaitable, Callable

import asyncpg
import httpx
import pytest
from pydantic import SecretStr

from image_community.accounts import service
from image_community.identity.account_feed import AccountFeed
from image_community.posts import jobs

COUNTED = """
    SELECT id, (SELECT count(*) FROM image_likes WHERE image_post_id = p.id) AS likes,
           (SELECT count(*) FROM tournament_votes WHERE winner_image_id = p.id) AS wins,
           (SELECT count(*) FROM tournament_votes WHERE loser_image_id = p.id) AS losses
    FROM image_posts p"""


@pytest.fixture
async def follow(app, feed) -> Callable[[], Awaitable[int]]:
    """Runs the worker's jobs once: applies events, moves pending files. Returns the number of events read."""
    sessions, files = app.state.connections.sessions, app.state.files
    async with httpx.AsyncClient(trust_env=False) as http:
        source = AccountFeed(http, url=feed.url, credential=SecretStr(feed.credential))

        async def once() -> int:
            events_read = await service.follow_account_events(sessions=sessions, feed=source, files=files)
            await jobs.move_pending_files(sessions=sessions, files=files)
            return events_read

        yield once


@pytest.fixture
def counters_equal_rows(db: asyncpg.Connection) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        wrong = await db.fetch(
            f"""SELECT c.image_post_id FROM image_post_counters c JOIN ({COUNTED}) counted
                ON counted.id = c.image_post_id AND (c.like_count, c.win_count, c.loss_count)
                IS DISTINCT FROM (counted.likes, counted.wins, counted.losses)"""
        )
        return not wrong

    return check


@pytest.fixture
def area_of(settings) -> Callable[[str], set[str]]:
    """The areas that have the file of an image_url (absolute or not)."""

    def find(image_url: str) -> set[str]:
        key = image_url.partition("/uploads/")[2]
        return {area for area in ("public", "withheld") if (settings.media_root / area / key).is_file()}

    return find


@pytest.fixture
def make_community(db: asyncpg.Connection, make_post) -> Callable[[int], Awaitable[None]]:
    """Users 1..n with two posts each, all liking all and voting on all pairs, with correct counters."""

    async def make(count: int) -> None:
        for user_id in range(1, count + 1):
            for _ in range(2):
                await make_post(user_id, is_tournament_opt_in=True)
        await db.execute(
            """INSERT INTO image_likes (user_id, image_post_id)
               SELECT u, p.id FROM generate_series(1, $1::int) u, image_posts p WHERE p.user_id <> u""",
            count,
        )
        await db.execute(
            """INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id)
               SELECT gen_random_uuid()::text, u, a.id, b.id
               FROM generate_series(1, $1::int) u, image_posts a, image_posts b
               WHERE a.user_id <> b.user_id AND u NOT IN (a.user_id, b.user_id)
               AND (a.id * 7 + b.id * u) % 5 = 0""",
            count,
        )
        await db.execute(
            f"""UPDATE image_post_counters SET like_count = likes, win_count = wins, loss_count = losses
                FROM ({COUNTED}) counted WHERE counted.id = image_post_id"""
        )

    return make


@pytest.fixture
def rows_of(db: asyncpg.Connection) -> Callable[[int], Awaitable[int]]:
    """How many rows name this user, or a missing post."""

    async def count(user_id: int) -> int:
        return int(
            await db.fetchval(
                """SELECT (SELECT count(*) FROM image_posts WHERE user_id = $1)
                        + (SELECT count(*) FROM image_likes WHERE user_id = $1)
                        + (SELECT count(*) FROM tournament_votes WHERE voter_id = $1)
                        + (SELECT count(*) FROM tournament_matches WHERE voter_id = $1)""",
                user_id,
            )
        )

    return count
