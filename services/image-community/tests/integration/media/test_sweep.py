"""A file is deleted after two sweeps, many files only with an operator's permission."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from image_community.posts import media_repository
from image_community.posts.domain.media import due_before
from image_community.runtime.clock import utc_now
from image_community.runtime.database import transaction

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def many(check, make_file, make_named_file):
    """70 wanted and 30 unwanted files, in our own store."""
    await check()
    wanted = [await make_named_file() for _ in range(70)]
    unwanted = [make_file("public" if n % 2 else "withheld") for n in range(30)]
    return wanted, unwanted


async def test_file_goes_after_two_sweeps_an_hour_apart(check, sweep, make_file, make_named_file, db):
    await check()
    wanted, orphan = await make_named_file(), make_file()
    now = utc_now()
    for minutes in (0, 10, 59):
        assert await sweep(now + minutes * MINUTE) == 0
    assert orphan.is_file()
    assert await sweep(now + 60 * MINUTE) == 1
    assert not orphan.exists()
    assert wanted.is_file()
    assert await db.fetchval("SELECT count(*) FROM unwanted_files") == 0


async def test_file_that_was_wanted_between_begins_again(check, sweep, make_file, make_post, db):
    await check()
    path, now = make_file(), utc_now()
    await sweep(now)
    await make_post(image_url=f"/uploads/ab/{path.name}")
    await sweep(now + 30 * MINUTE)
    assert await db.fetchval("SELECT count(*) FROM unwanted_files") == 0
    await db.execute("TRUNCATE image_posts CASCADE")
    await sweep(now + 70 * MINUTE)
    assert path.is_file()
    await sweep(now + 130 * MINUTE)
    assert not path.exists()


async def test_sighting_of_a_file_that_is_gone_is_forgotten(check, sweep, make_file, db):
    await check()
    path = make_file()
    await sweep()
    path.unlink()
    await sweep(utc_now() + MINUTE)
    assert await db.fetchval("SELECT count(*) FROM unwanted_files") == 0


async def test_many_deletions_wait_for_an_operator(many, sweep, db):
    wanted, unwanted = many
    now = utc_now()
    await sweep(now)
    for hours in (1, 2, 30):
        with capture_logs() as logged:
            assert await sweep(now + hours * 60 * MINUTE) == 0
        waits = [each for each in logged if each["event"] == "sweep_waits_for_operator"]
        assert [(each["log_level"], each["deletions"], each["files"]) for each in waits] == [
            ("error", 30, 100)
        ]
    assert all(each.is_file() for each in wanted + unwanted)
    assert await db.fetchval("SELECT waiting_count FROM media_store") == 30


async def test_only_files_that_the_operator_allowed_are_deleted(many, sweep, sessions, make_file, db):
    wanted, unwanted = many
    now = utc_now()
    await sweep(now)
    later = [make_file() for _ in range(25)]
    await sweep(now + 60 * MINUTE)
    async with transaction(sessions) as session:
        await media_repository.allow_due(session, before=due_before(now + 61 * MINUTE))
    assert await sweep(now + 121 * MINUTE) == 30
    assert not any(each.exists() for each in unwanted)
    assert all(each.is_file() for each in wanted + later)
    assert await db.fetchval("SELECT waiting_count FROM media_store") == 25


@pytest.mark.parametrize("limit", [{"max_percent": 30}, {"min_files": 31}])
async def test_limits_are_settings(many, sweep, limit):
    now = utc_now()
    await sweep(now, **limit)
    assert await sweep(now + 60 * MINUTE, **limit) == 30


async def test_one_file_that_cannot_be_deleted_keeps_no_other(check, sweep, make_file, settings):
    """A folder with the name of a file: it is not a file and cannot be deleted as one."""
    await check()
    paths = [make_file() for _ in range(3)]
    now = utc_now()
    await sweep(now)
    stuck = sorted(paths)[0]
    stuck.unlink()
    (stuck / "inside").mkdir(parents=True)
    (stuck / "inside" / "file.webp").write_bytes(b"x")
    await sweep(now + 60 * MINUTE)
    assert not any(each.is_file() for each in paths)


async def test_more_files_than_a_batch_are_swept(check, sweep, settings):
    await check()
    folder = settings.media_root / "public" / "cd"
    folder.mkdir()
    for n in range(1_200):
        (folder / f"{n}.webp").write_bytes(b"x")
    now = utc_now()
    await sweep(now, min_files=2_000)
    assert await sweep(now + 60 * MINUTE, min_files=2_000) == 1_200
    assert list(folder.iterdir()) == []
