"""The periodic jobs: orphans, purges, old matches."""

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from image_community.posts import jobs
from image_community.posts.domain.media import SweepLimit
from image_community.posts.sweep import sweep_files
from image_community.tournaments import jobs as tournaments

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def state(app):
    return {"sessions": app.state.connections.sessions, "files": app.state.files}


@pytest.fixture
def sweep(state):
    return lambda now: sweep_files(**state, limit=SweepLimit(max_percent=10, min_files=20), now=now)


@pytest.fixture
def public(settings):
    return lambda image: settings.media_root / "public" / image["image_url"].partition("/uploads/")[2]


@pytest.fixture
def withheld(settings):
    return lambda image: settings.media_root / "withheld" / image["image_url"].partition("/uploads/")[2]


def age(path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


async def test_shown_and_fresh_files_stay(upload, alice, sweep, public, settings):
    image = (await upload(alice)).json()
    age(public(image), 2)
    fresh = settings.media_root / "public" / "ab" / "fresh.webp"
    fresh.parent.mkdir(exist_ok=True)
    fresh.write_bytes(b"x")
    assert await sweep(now()) == 0
    assert public(image).is_file()
    assert fresh.is_file()


async def test_file_without_any_post_is_deleted_by_the_second_sweep(sweep, settings):
    orphan = settings.media_root / "public" / "ab" / "orphan.webp"
    orphan.parent.mkdir()
    orphan.write_bytes(b"x")
    age(orphan, 1.1)
    assert await sweep(now()) == 0
    assert orphan.exists()
    assert await sweep(now() + HOUR) == 1
    assert not orphan.exists()


async def test_file_of_a_withdrawn_post_is_withheld(upload, alice, sweep, db, public, withheld):
    image = (await upload(alice)).json()
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now()")
    age(public(image), 1.1)
    assert await sweep(now()) == 1
    assert not public(image).exists()
    assert withheld(image).is_file()


async def test_withheld_file_is_purged_after_thirty_days_and_the_row_stays(
    client, upload, alice, state, db, withheld
):
    image = (await upload(alice)).json()
    await client.delete(f"/api/v1/images/{image['id']}", headers=alice.headers)
    assert await jobs.purge_withheld(**state, now=now() + 29 * DAY) == 0
    assert withheld(image).is_file()
    assert await jobs.purge_withheld(**state, now=now() + 31 * DAY) == 1
    assert not withheld(image).exists()
    assert await jobs.purge_withheld(**state, now=now() + 31 * DAY) == 0
    assert await db.fetchval("SELECT count(*) FROM image_posts WHERE file_purged_at IS NOT NULL") == 1


async def test_same_bytes_withdrawn_again_later_keep_their_own_thirty_days(
    client, upload, alice, state, db, withheld
):
    first = (await upload(alice)).json()
    await client.delete(f"/api/v1/images/{first['id']}", headers=alice.headers)
    await db.execute("UPDATE image_posts SET deleted_at = now() - interval '20 days'")
    second = (await upload(alice)).json()
    await client.delete(f"/api/v1/images/{second['id']}", headers=alice.headers)
    await jobs.purge_withheld(**state, now=now() + 11 * DAY)
    assert withheld(second).is_file()
    await jobs.purge_withheld(**state, now=now() + 31 * DAY)
    assert not withheld(second).exists()


async def test_sweep_during_uploads_never_takes_a_shown_file(upload, alice, sweep, db, settings, picture):
    async def sweep_hourly():
        for hours in range(20):
            await sweep(now() + hours * HOUR)
            await asyncio.sleep(0.01)

    uploads = [upload(alice, picture(seed=n)) for n in range(6)]
    await asyncio.gather(sweep_hourly(), *uploads)
    for row in await db.fetch("SELECT image_url FROM image_posts WHERE is_active"):
        assert (settings.media_root / "public" / row["image_url"].removeprefix("/uploads/")).is_file()


async def test_old_matches_are_forgotten(client, make_post, alice, state, db):
    for n in range(2):
        await make_post(50 + n, is_tournament_opt_in=True)
    await client.get("/api/v1/tournaments/match", headers=alice.headers)
    sessions = state["sessions"]
    assert await tournaments.delete_old_matches(sessions=sessions, now=now() + DAY) == 0
    assert await tournaments.delete_old_matches(sessions=sessions, now=now() + 3 * DAY) == 1
    assert await db.fetchval("SELECT count(*) FROM tournament_matches") == 0
