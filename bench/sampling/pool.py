"""Databases of posts to draw from: some take part, some are withdrawn, some ids are missing."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from alembic import command
from alembic.config import Config

from bench.terminal import Progress, say
from image_community.runtime.database import Sessions, make_engine, make_sessions
from image_community.runtime.environment_source import value_or_file
from image_community.runtime.settings import DatabaseSettings

SERVICE = Path(__file__).parents[2] / "services/image-community"
VOTER, PROLIFIC = 5, 7  # user ids
CHUNK = 50_000
JUDGED_TODAY, JUDGED_BEFORE = 2_000, 50_000

# One id in eight is missing, and a block from $4 to $5; one post in ten is withdrawn; a third has one author.
FILL = f"""
    INSERT INTO image_posts (id, user_id, image_url, prompt, width, height, is_tournament_opt_in, is_active,
                             deleted_at, created_at)
    SELECT n, CASE WHEN random() < 1 / 3.0 THEN {PROLIFIC} ELSE 1000 + (random() * 20000)::int END,
           '/uploads/' || md5(n::text), 'a picture', 64, 48, random() < $3, shown,
           CASE WHEN shown THEN NULL ELSE now() END, now() - random() * interval '300 days'
    FROM (SELECT n, random() > 0.1 AS shown FROM generate_series($1::int, $2::int) n) AS drawn
    WHERE n % 8 <> 3 AND n NOT BETWEEN $4 AND $5"""
COUNT = """
    INSERT INTO image_post_counters (image_post_id, is_active, created_at)
    SELECT id, is_active, created_at FROM image_posts"""
# What the voter judged: the first today, the others long ago.
JUDGE = f"""
    INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id, created_at)
    SELECT 'bench ' || vote.n, {VOTER}, first.id, second.id,
           now() - CASE WHEN vote.n <= {JUDGED_TODAY} THEN interval '1 hour' ELSE interval '9 days' END
    FROM generate_series(1, {JUDGED_TODAY + JUDGED_BEFORE}) vote(n)
    JOIN pool first ON first.n = 1 + vote.n % (SELECT count(*) FROM pool)
    JOIN pool second ON second.n = 1 + (vote.n * 31 + 1) % (SELECT count(*) FROM pool)
    WHERE first.id <> second.id"""
POOL = """
    CREATE TEMPORARY TABLE pool AS SELECT row_number() OVER () AS n, id FROM image_posts
    WHERE is_active AND is_tournament_opt_in LIMIT 20000"""


def settings_of(name: str) -> DatabaseSettings:
    """A database on the server of the service's own."""
    server, _, _ = os.environ["IMAGE_COMMUNITY_DATABASE_URL"].rpartition("/")
    variable = "IMAGE_COMMUNITY_DATABASE_PASSWORD"
    password = value_or_file(variable, os.environ.get(variable), os.environ) or ""
    return DatabaseSettings.model_validate(
        {"database_url": f"{server}/{name}", "database_password": password}
    )


@asynccontextmanager
async def connected(name: str) -> AsyncIterator[Any]:
    """Without the service's time limits."""
    url = settings_of(name).sqlalchemy_url().set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def filled(name: str, *, posts: int, share: float) -> AsyncIterator[Sessions]:
    """A new database with so many posts, of which a share takes part; gone in the end."""
    async with connected("postgres") as server:
        await server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await server.execute(f"CREATE DATABASE {name}")
        try:
            config = Config(SERVICE / "alembic.ini")
            config.attributes["settings"] = settings_of(name)
            await asyncio.to_thread(command.upgrade, config, "head")
            async with connected(name) as connection:
                await _fill(connection, posts, share)
            engine = make_engine(settings_of(name).sqlalchemy_url(), pool_size=1)
            yield make_sessions(engine)
            await engine.dispose()
        finally:
            await server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


async def _fill(connection: Any, posts: int, share: float) -> None:
    ids = round(posts / (7 / 8 - 1 / 40))
    await connection.execute("SELECT setseed(0.5)")
    with Progress("ids filled", ids) as progress:
        for first in range(1, ids + 1, CHUNK):
            last = min(first + CHUNK - 1, ids)
            await connection.execute(FILL, first, last, share, ids // 10, ids // 8)
            progress.advance(last - first + 1)
    for statement in (COUNT, POOL, JUDGE, "VACUUM ANALYZE"):
        await connection.execute(statement)
    active, eligible = await connection.fetchrow(
        "SELECT count(*) FILTER (WHERE is_active), count(*) FILTER (WHERE is_active AND is_tournament_opt_in)"
        " FROM image_posts"
    )
    say(f"{active:,} posts are active, {eligible:,} of them take part")
