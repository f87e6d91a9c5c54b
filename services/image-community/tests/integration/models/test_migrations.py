"""The migrations create the tables of the models, compared by PostgreSQL's catalogues, and undo them."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

from image_community.models import Base

# Everything that Alembic's own comparison may overlook: CHECKs, server defaults, comments, partial indexes.
CATALOGUES = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
               pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r' AND c.relname <> 'alembic_version'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace AND n.nspname = 'public'
        WHERE conrelid::regclass::text <> 'alembic_version'""",
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'""",
    "tables": """
        SELECT c.relname, c.relkind::text, obj_description(c.oid) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        WHERE c.relkind IN ('r', 'S', 'v', 'm') AND c.relname <> 'alembic_version'""",
    "types": """
        SELECT t.typname, t.typtype::text FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname = 'public'
        WHERE t.typtype IN ('e', 'd')""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal""",
    "functions": """
        SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public'""",
}


@pytest.fixture
def alembic(new_database):
    """An empty database and an Alembic that works on it."""
    settings = new_database()
    config = Config(Path(__file__).parents[3] / "alembic.ini")
    config.attributes["settings"] = settings
    return settings, config


def catalogues(settings) -> dict[str, set[tuple[Any, ...]]]:
    async def read() -> dict[str, set[tuple[Any, ...]]]:
        url = settings.sqlalchemy_url().set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(url)
        found = {
            name: {tuple(row) for row in await connection.fetch(sql)} for name, sql in CATALOGUES.items()
        }
        await connection.close()
        return found

    return asyncio.run(read())


def run(settings, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query; none for several statements."""

    async def ask() -> list[tuple[Any, ...]]:
        url = settings.sqlalchemy_url().set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(url)
        is_query = sql.lstrip().startswith("SELECT")
        rows = await connection.fetch(sql) if is_query else await connection.execute(sql) and []
        await connection.close()
        return [tuple(row) for row in rows]

    return asyncio.run(ask())


def create_all(settings) -> None:
    async def create() -> None:
        engine = create_async_engine(settings.sqlalchemy_url())
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await engine.dispose()

    asyncio.run(create())


def test_migrated_and_created_catalogues_agree(alembic, new_database):
    migrated, config = alembic
    command.upgrade(config, "head")
    created = new_database()
    create_all(created)
    left, right = catalogues(migrated), catalogues(created)
    assert left["columns"]
    for name in CATALOGUES:
        assert left[name] == right[name], name


def test_downgrade_leaves_nothing_and_upgrade_comes_back(alembic):
    settings, config = alembic
    command.upgrade(config, "head")
    full = catalogues(settings)
    command.downgrade(config, "base")
    assert not any(catalogues(settings).values())
    command.upgrade(config, "head")
    assert catalogues(settings) == full


def test_alembic_sees_no_difference(alembic):
    _, config = alembic
    command.upgrade(config, "head")
    command.check(config)


OLD_ROWS = """
    INSERT INTO image_posts (user_id, image_url, prompt, width, height, is_active, deleted_at, created_at)
    SELECT 1, n::text, 'p', 1, 1, n <> 2, CASE n WHEN 2 THEN now() END, now() - n * interval '1 day'
    FROM generate_series(1, 3) n;
    INSERT INTO image_post_counters (image_post_id, like_count, win_count)
    VALUES (1, 3, 1), (2, 1, 0), (3, 0, 0);
"""
FILLED = """
    SELECT c.image_post_id, c.is_active, c.created_at = p.created_at
    FROM image_post_counters c JOIN image_posts p ON p.id = image_post_id ORDER BY 1"""


def test_counters_learn_of_their_posts_and_forget_again(alembic):
    settings, config = alembic
    command.upgrade(config, "0003")
    assert run(settings, OLD_ROWS) == []
    command.upgrade(config, "0004")
    assert run(settings, FILLED) == [(1, True, True), (2, False, True), (3, True, True)]
    assert run(settings, "SELECT * FROM ranking_window") == []
    command.downgrade(config, "0003")
    assert run(settings, "SELECT * FROM image_post_counters ORDER BY 1") == [
        (1, 3, 1, 0),
        (2, 1, 0, 0),
        (3, 0, 0, 0),
    ]


OLD_VOTES = """
    INSERT INTO image_posts (user_id, image_url, prompt, width, height, model_name)
    SELECT n, n::text, 'p', 1, 1, (ARRAY['Flux', ' flux ', NULL])[n] FROM generate_series(1, 3) n;
    INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id)
    VALUES ('a', 9, 1, 2), ('b', 9, 3, 1)"""


def test_old_votes_get_their_models_and_lose_them_again(alembic):
    settings, config = alembic
    command.upgrade(config, "0004")
    assert run(settings, OLD_VOTES) == []
    before = run(settings, "SELECT * FROM tournament_votes ORDER BY id")
    command.upgrade(config, "0005")
    assert run(settings, "SELECT model_key FROM image_posts ORDER BY id") == [("flux",), ("flux",), (None,)]
    assert run(settings, "SELECT winner_model_key, loser_model_key FROM tournament_votes ORDER BY id") == [
        ("flux", "flux"),
        (None, "flux"),
    ]
    command.downgrade(config, "0004")
    assert run(settings, "SELECT * FROM tournament_votes ORDER BY id") == before


OLD_POSTS = """
    INSERT INTO image_posts (user_id, image_url, prompt, width, height, is_active, deleted_at)
    SELECT n % 2 + 1, n::text, 'p', 1, 1, n <> 2, CASE n WHEN 2 THEN now() END
    FROM generate_series(1, 5) n;
    INSERT INTO image_post_counters (image_post_id, is_active, created_at, win_count)
    SELECT id, is_active, created_at, id % 3 FROM image_posts
"""
KEPT = "SELECT author_id, post_count, judged_count FROM post_counts ORDER BY 1"


def test_old_posts_are_counted_and_writes_of_the_release_before_too(alembic):
    settings, config = alembic
    command.upgrade(config, "0007")
    assert run(settings, OLD_POSTS) == []
    command.upgrade(config, "0008")
    assert run(settings, KEPT) == [(0, 4, 3), (1, 1, 0), (2, 3, 0)]
    assert (
        run(settings, "UPDATE image_posts SET is_active = false, deleted_at = now() WHERE user_id = 2") == []
    )
    changes = "SELECT author_id, posts, judged FROM post_count_changes ORDER BY posts, judged"
    assert run(settings, changes) == [(2, -3, 0), (0, 0, -1), (0, 0, -1)]
    command.downgrade(config, "0007")
    assert run(settings, "DELETE FROM image_posts") == []


def test_release_before_authors_had_names_goes_on_writing(alembic):
    settings, config = alembic
    command.upgrade(config, "0008")
    assert run(settings, OLD_POSTS) == []
    before = run(settings, "SELECT * FROM image_posts ORDER BY id")
    command.upgrade(config, "0009")
    more = OLD_POSTS.replace("n::text", "(n + 5)::text").replace(
        "FROM image_posts\n", "FROM image_posts WHERE id > 5\n"
    )
    assert run(settings, more) == []
    assert run(settings, "SELECT count(*) FROM image_posts WHERE author_name IS NULL") == [(10,)]
    command.downgrade(config, "0008")
    assert run(settings, "SELECT * FROM image_posts WHERE id <= 5 ORDER BY id") == before
