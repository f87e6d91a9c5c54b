"""The data: 200k posts; events spread evenly over the window, four likes to each win, some posts popular."""

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

from bench.ranking.server import Server
from bench.terminal import Progress, size_name
from image_community.ranking import jobs
from image_community.ranking.window import WINDOW
from image_community.runtime.database import make_sessions

POSTS = 200_000
CHUNK = 250_000  # events in one statement
LIKES_IN_TEN = 8
ALEMBIC = Path(__file__).parents[2] / "services" / "image-community" / "alembic.ini"

# Post n is liked in proportion to n to the power of -2/3: the first percent gets a fifth of all.
POPULAR = f"1 + floor({POSTS} * power(random(), 3))::int"
POST_ROWS = """
    INSERT INTO image_posts (user_id, image_url, prompt, width, height, created_at)
    SELECT 1 + n % 20000, '/uploads/' || md5(n::text) || '.webp', repeat('a prompt of some length ', 4),
           1024, 1024, $1::timestamptz - n * interval '10 seconds' FROM generate_series($2::int, $3::int) n"""
COUNTER_ROWS = """
    INSERT INTO image_post_counters (image_post_id, is_active, created_at)
    SELECT id, is_active, created_at FROM image_posts"""
LIKE_ROWS = f"""
    INSERT INTO image_likes (user_id, image_post_id, created_at)
    SELECT $2 + n, {POPULAR}, $1::timestamptz + n * $4::interval FROM generate_series(0, $3 - 1) n"""
WIN_ROWS = f"""
    INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id, created_at)
    SELECT gen_random_uuid()::text, $2 + n, winner, 1 + winner % {POSTS}, $1::timestamptz + n * $4::interval
    FROM (SELECT n, {POPULAR} AS winner FROM generate_series(0, $3 - 1) n) drawn"""


async def create(server: Server, *, base: datetime) -> None:
    """The database "ours": the service's own tables, with posts."""
    await server.run("CREATE DATABASE ours")
    config = Config(ALEMBIC)
    config.attributes["settings"] = server.settings("ours")
    await asyncio.to_thread(command.upgrade, config, "head")
    connection = await server.connect("ours")
    await connection.execute("SELECT setseed(0.5)")
    with Progress("posts", POSTS) as progress:
        for first in range(1, POSTS + 1, POSTS // 20):
            last = first + POSTS // 20 - 1
            await connection.execute(POST_ROWS, base - timedelta(days=2), first, last, timeout=600)
            progress.advance(POSTS // 20)
    await connection.execute(COUNTER_ROWS, timeout=600)
    await connection.close()


async def add_events(server: Server, *, have: int, want: int, base: datetime) -> None:
    """Up to `want` events in the 24 hours before `base`; users are numbered through, so no like is twice."""
    connection = await server.connect("ours")
    # Foreign keys hold by construction; checking five million would be most of the time.
    await connection.execute("SET session_replication_role = replica")
    with Progress(f"events, to {size_name(want)} in all", want - have) as progress:
        for done in range(have, want, CHUNK):
            count = min(CHUNK, want - done)
            likes = count * LIKES_IN_TEN // 10
            for statement, number in ((LIKE_ROWS, likes), (WIN_ROWS, count - likes)):
                apart = WINDOW / number
                await connection.execute(
                    statement, base - WINDOW, 1_000_000 + done, number, apart, timeout=3600
                )
            progress.advance(count)
    for table in ("image_likes", "tournament_votes", "image_posts", "image_post_counters"):
        await connection.execute(f"VACUUM (ANALYZE) {table}", timeout=3600)
    await connection.close()


async def count_anew(server: Server, *, base: datetime) -> float:
    """The counts of the window, by the service's own hand; answers how long that took, in seconds."""
    engine = create_async_engine(server.settings("ours").sqlalchemy_url())
    await server.run("UPDATE ranking_window SET watermark = NULL", database="ours")
    began = time.perf_counter()
    await jobs.advance_window(sessions=make_sessions(engine), now=base)
    took = time.perf_counter() - began
    await engine.dispose()
    await server.run("VACUUM (ANALYZE) image_post_counters", database="ours")
    return took


WITHOUT_OURS = (
    "DROP TABLE ranking_window, image_post_counters",
    "DROP INDEX ix_image_likes_created_at, ix_tournament_votes_created_at, ix_tournament_votes_voter_pair",
    "DROP INDEX ix_image_posts_in_tournament, uq_image_posts_live_image_url",
    "ALTER TABLE image_posts DROP CONSTRAINT uq_image_posts_id_active_created",
)
COVERING = (
    "CREATE INDEX covering_likes ON image_likes (created_at, image_post_id)",
    "CREATE INDEX covering_wins ON tournament_votes (created_at, winner_image_id)",
    "VACUUM (ANALYZE) image_likes",
    "VACUUM (ANALYZE) tournament_votes",
)


async def copy_as_specified(server: Server) -> None:
    """The database "specified": the same rows, the specified tables and indexes only."""
    await server.run(
        "DROP DATABASE IF EXISTS specified",
        "CREATE DATABASE specified TEMPLATE ours STRATEGY file_copy",
    )
    await server.run(*WITHOUT_OURS, "ANALYZE", database="specified")


async def add_covering_indexes(server: Server) -> None:
    """To "specified"."""
    await server.run(*COVERING, database="specified")
