"""Fills image-community's database of the system under test: posts, likes, counters."""

import asyncio
import random
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations

from bench.terminal import Progress

PAGE = 25_000
POSTS = """
    INSERT INTO image_posts (user_id, author_name, image_url, prompt, width, height, is_tournament_opt_in,
                             created_at)
    SELECT 1 + n % 20000, 'user-' || (1 + n % 20000), '/uploads/ab/' || md5(n::text) || '.webp',
           repeat('a prompt of some length ', 4), 1024, 1024, n % 2 = 0,
           now() - interval '2 days' - n * interval '10 seconds'
    FROM generate_series($1::int, $2::int) n"""
COUNTERS = """
    INSERT INTO image_post_counters (image_post_id, is_active, created_at)
    SELECT id, is_active, created_at FROM image_posts ON CONFLICT DO NOTHING"""
# Post n is liked in proportion to n to the power of -2/3, half of all likes within the last 24 hours.
LIKES = """
    INSERT INTO image_likes (user_id, image_post_id, created_at)
    SELECT 1000000 + n, 1 + floor($3 * power(random(), 3))::int, now() - (n % 48) * interval '1 hour'
    FROM generate_series($1::int, $2::int) n"""
COUNTED = """
    UPDATE image_post_counters c SET like_count = l.number FROM (
        SELECT image_post_id, count(*) AS number FROM image_likes GROUP BY 1) l
    WHERE l.image_post_id = c.image_post_id"""


async def fill(connection: asyncpg.Connection, *, posts: int, likes: int) -> None:
    """The counts of the window are rebuilt by the worker, which finds no watermark."""
    await _pages(connection, "posts", POSTS, posts)  # with triggers: posts are counted
    await connection.execute("SET session_replication_role = replica")  # foreign keys hold by construction
    await connection.execute(COUNTERS, timeout=600)
    await _pages(connection, "likes", LIKES, likes, posts)
    await connection.execute("SET session_replication_role = origin")
    await connection.execute(COUNTED, timeout=600)
    await connection.execute("UPDATE ranking_window SET watermark = NULL")
    for table in ("image_posts", "image_post_counters", "image_likes"):
        await connection.execute(f"VACUUM (ANALYZE) {table}", timeout=600)
    while await connection.fetchval("SELECT watermark FROM ranking_window") is None:  # noqa: ASYNC110
        await asyncio.sleep(0.2)


async def _pages(connection: Any, label: str, statement: str, count: int, *more: int) -> None:
    with Progress(label, count) as progress:
        for first in range(1, count + 1, PAGE):
            last = min(first + PAGE - 1, count)
            await connection.execute(statement, first, last, *more, timeout=600)
            progress.advance(last - first + 1)


def ids(posts: int, *, seed: int) -> list[int]:
    """Post ids in an order of their own."""
    drawn = list(range(1, posts + 1))
    random.Random(seed).shuffle(drawn)
    return drawn
