"""kill -9 of the worker at any point: each event is applied once, each file ends where required."""

import asyncio
import random

import pytest

KILLS = 6
USERS = 40


@pytest.fixture
async def files_of_crowd(db, settings):
    """A file per post, as after an upload."""

    async def make() -> dict[int, list[str]]:
        keys: dict[int, list[str]] = {}
        for row in await db.fetch("SELECT user_id, image_url FROM image_posts"):
            key = row["image_url"].removeprefix("/uploads/")
            path = settings.media_root / "public" / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"webp")
            keys.setdefault(row["user_id"], []).append(key)
        return keys

    return make


async def until(condition, seconds: float = 40.0) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_killed_at_random_it_loses_and_doubles_nothing(
    db, make_community, files_of_crowd, feed, running, lines_until, counters_equal_rows, settings
):
    await make_community(USERS)
    keys = await files_of_crowd()
    deleted, disabled = range(1, 17), range(17, 25)
    for user_id in deleted:
        feed.emit("user_deleted", user_id)
        if user_id % 2:
            feed.emit("user_disabled", 16 + (user_id + 1) // 2)
    feed.emit("user_enabled", disabled[0])
    last = feed.events[-1]["seq"]

    async def is_done() -> bool:
        applied = await db.fetchval("SELECT seq FROM account_event_cursor")
        return applied == last and not await db.fetchval("SELECT count(*) FROM unsettled_files")

    kills = 0
    while kills < KILLS and not await is_done():
        async with running("image_community.worker") as worker:
            await lines_until(worker, "leading")
            await asyncio.sleep(random.uniform(0, 0.6))
        kills += 1
        assert await counters_equal_rows()
    async with running("image_community.worker"):
        await until(is_done)

    assert await counters_equal_rows()
    left = {row["user_id"] for row in await db.fetch("SELECT user_id FROM image_posts")}
    assert left == set(range(17, USERS + 1))
    hidden = set(disabled) - {disabled[0]}
    shown = {row["user_id"] for row in await db.fetch("SELECT user_id FROM image_posts WHERE is_active")}
    assert shown == left - hidden
    for user_id, names in keys.items():
        found = {
            area: sum((settings.media_root / area / name).is_file() for name in names)
            for area in ("public", "withheld")
        }
        expected = {"public": 2 * (user_id in shown), "withheld": 2 * (user_id in hidden)}
        assert found == expected, user_id
    assert await db.fetchval("SELECT count(*) FROM image_likes WHERE user_id <= 16") == 0
    assert await db.fetchval("SELECT count(*) FROM image_likes") == 24 * 46
