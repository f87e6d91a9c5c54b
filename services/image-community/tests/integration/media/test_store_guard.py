"""A store of files has a marker of its database; no other database moves or deletes files in it."""

import asyncio
import uuid
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from image_community.posts import jobs, store_guard
from image_community.posts.domain.media import Refusal
from image_community.posts.store_guard import StoreRefused
from image_community.runtime.clock import utc_now
from image_community.runtime.database import make_engine, make_sessions
from image_community.uploads.files import ImageFiles


async def test_empty_store_is_adopted(check, marker, database_id):
    assert await check() is None
    assert marker.read_text().strip() == database_id


async def test_store_from_before_the_marker_is_adopted_silently(
    check, marker, make_file, make_named_file, database_id
):
    for _ in range(9):
        await make_named_file()
    make_file("withheld")
    with capture_logs() as logged:
        assert await check() is None
    assert marker.read_text().strip() == database_id
    assert [(each["event"], each["log_level"]) for each in logged] == [("media_store_adopted", "info")]
    assert (logged[0]["files"], logged[0]["named"]) == (10, 9)


async def test_store_with_too_many_unnamed_files_is_refused(check, marker, make_file, make_named_file, db):
    for _ in range(8):
        await make_named_file()
    make_file()
    with capture_logs() as logged:
        assert await check() is Refusal.UNNAMED_FILES
    assert not marker.exists()
    assert logged[0]["log_level"] == "error"
    kept = await db.fetchrow("SELECT refused_because, file_count, named_count FROM media_store")
    assert tuple(kept) == ("unnamed_files", 9, 8)


async def test_hundred_files_beside_an_empty_database_stay(sweep, make_file):
    kept = [make_file() for _ in range(100)]
    for hours in (0, 2, 4):
        with pytest.raises(StoreRefused):
            await sweep(utc_now().replace(year=2027, hour=hours))
    assert all(each.is_file() for each in kept)


async def test_refused_store_is_not_adopted_by_the_uploads_that_go_on(
    check, sweep, state, marker, make_file, make_named_file
):
    """Nine times as many uploads: then rows name 90 %, and the restored files are below the sweep limit."""
    restored = [make_file() for _ in range(100)]
    assert await check() is Refusal.UNNAMED_FILES
    for _ in range(900):
        await make_named_file()
    now = utc_now()
    for hours in (0, 2):
        with pytest.raises(StoreRefused):
            await sweep(now + timedelta(hours=hours))
    assert not marker.exists()
    assert all(each.is_file() for each in restored)
    assert await store_guard.adopt(**state, now=now) is None
    assert await check() is None


@pytest.mark.parametrize("refused", [Refusal.OTHER_DATABASE, Refusal.EMPTY_FOLDER])
async def test_folder_that_loses_its_marker_once_refused_stays_refused(
    check, marker, make_named_file, make_post, refused
):
    await make_post()
    if refused is Refusal.OTHER_DATABASE:
        marker.write_text(str(uuid.uuid4()))
    assert await check() is refused
    marker.unlink(missing_ok=True)
    await make_named_file()
    assert await check() is refused
    assert not marker.exists()


async def test_empty_folder_is_refused_while_rows_name_files_and_its_own_disk_clears_it(
    check, state, marker, make_post, make_file, database_id
):
    """As an unmounted disk: after an adoption the purge would mark files as purged."""
    await make_post()
    with capture_logs() as logged:
        assert await check() is Refusal.EMPTY_FOLDER
    assert [(each["event"], each["error"], each["log_level"]) for each in logged] == [
        ("media_store_refused", "empty_folder", "error")
    ]
    assert not marker.exists()
    with pytest.raises(StoreRefused):
        await store_guard.require_own_store(**state)
    make_file()
    marker.write_text(database_id)  # mounted
    assert await check() is None
    await store_guard.require_own_store(**state)


async def test_empty_folder_beside_a_restored_database_is_adopted_by_an_operator(check, state, make_post):
    await make_post()
    assert await check() is Refusal.EMPTY_FOLDER
    assert await store_guard.adopt(**state, now=utc_now()) is None
    assert await check() is None


async def test_store_of_another_database_is_refused_whatever_rows_say(sweep, check, marker, make_named_file):
    path = await make_named_file()
    marker.write_text(str(uuid.uuid4()))
    assert await check() is Refusal.OTHER_DATABASE
    with pytest.raises(StoreRefused):
        await sweep()
    assert path.is_file()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"not an id"])
async def test_damaged_marker_is_refused(check, marker, content):
    marker.parent.mkdir(exist_ok=True)
    marker.write_bytes(content)
    assert await check() is Refusal.OTHER_DATABASE


async def test_store_swapped_under_a_running_worker_is_refused(check, sweep, marker, make_file, settings):
    assert await check() is None
    settings.media_root.rename(settings.media_root.with_name("was"))
    kept = [make_file() for _ in range(3)]
    with pytest.raises(StoreRefused):
        await sweep()
    assert all(each.is_file() for each in kept)


async def test_refused_store_keeps_pending_moves_and_purges(check, state, marker, make_post, make_file, db):
    await check()
    marker.write_text(str(uuid.uuid4()))
    path = make_file("withheld")
    url = f"/uploads/ab/{path.name}"
    await make_post(image_url=url, is_active=False)
    await db.execute("UPDATE image_posts SET deleted_at = now() - interval '31 days'")
    await db.execute("INSERT INTO unsettled_files (image_url) VALUES ('/uploads/ab/gone.webp')")
    with pytest.raises(StoreRefused):
        await jobs.move_pending_files(**state)
    with pytest.raises(StoreRefused):
        await jobs.purge_withheld(**state, now=utc_now())
    assert path.is_file()
    assert await db.fetchval("SELECT count(*) FROM unsettled_files") == 1
    assert await db.fetchval("SELECT count(*) FROM image_posts WHERE file_purged_at IS NULL") == 1
    await store_guard.adopt(**state, now=utc_now())
    assert await jobs.move_pending_files(**state) == 1
    assert await jobs.purge_withheld(**state, now=utc_now()) == 1
    assert not path.exists()


async def test_processes_that_adopt_at_once_agree(state, marker, database_id):
    checks = (store_guard.check_store(**state, now=utc_now()) for _ in range(10))
    assert await asyncio.gather(*checks) == [None] * 10
    assert marker.read_text().strip() == database_id


async def test_of_two_databases_that_adopt_at_once_one_is_refused(
    sessions, settings, new_database, migrate_database
):
    other = await asyncio.to_thread(new_database)
    await asyncio.to_thread(migrate_database, other)
    engine = make_engine(other.sqlalchemy_url())
    files = ImageFiles.in_folder(settings.media_root)
    both = (sessions, make_sessions(engine))
    found = await asyncio.gather(
        *(store_guard.check_store(sessions=each, files=files, now=utc_now()) for each in both * 5)
    )
    assert set(found) == {None, Refusal.OTHER_DATABASE}
    assert len(set(found[::2])) == len(set(found[1::2])) == 1
    await engine.dispose()


async def test_database_without_its_identity_touches_nothing(sweep, make_file, db):
    path = make_file()
    saved = await db.fetchrow("DELETE FROM media_store RETURNING *")
    try:
        with pytest.raises(Exception, match="No row was found"):
            await sweep()
    finally:
        names = ", ".join(saved.keys())
        marks = ", ".join(f"${n}" for n in range(1, len(saved) + 1))
        await db.execute(f"INSERT INTO media_store ({names}) VALUES ({marks})", *saved.values())
    assert path.is_file()
