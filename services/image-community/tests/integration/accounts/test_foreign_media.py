"""With another database's media folder, requests and account events change rows, but move no file."""

import uuid

import pytest

from image_community.posts.domain.media import SweepLimit
from image_community.posts.file_moves import move_file, restore_file
from image_community.posts.store_guard import StoreRefused
from image_community.posts.sweep import sweep_files
from image_community.runtime.clock import utc_now
from image_community.uploads.files import MARKER

LIMIT = SweepLimit(max_percent=10, min_files=20)


@pytest.fixture
def state(app):
    return {"sessions": app.state.connections.sessions, "files": app.state.files}


@pytest.fixture
def point_at_foreign_media(app, settings):
    """As a staging copy with production's folder; the returned function restores our own folder."""
    marker = settings.media_root / MARKER

    def point():
        own = marker.read_text()
        marker.write_text(str(uuid.uuid4()))
        return lambda: marker.write_text(own)

    return point


async def test_withdrawn_post_is_gone_and_its_file_moves_once_the_media_are_ours(
    client, upload, alice, area_of, point_at_foreign_media, state
):
    image = (await upload(alice)).json()
    point_back = point_at_foreign_media()
    answer = await client.delete(f"/api/v1/images/{image['id']}", headers=alice.headers)
    assert answer.status_code == 204
    assert (await client.get(f"/api/v1/images/{image['id']}")).status_code == 404
    assert area_of(image["image_url"]) == {"public"}
    point_back()
    assert await sweep_files(**state, limit=LIMIT, now=utc_now()) == 1
    assert area_of(image["image_url"]) == {"withheld"}


async def test_account_is_enabled_and_its_files_move_once_the_media_are_ours(
    client, upload, alice, feed, follow, area_of, point_at_foreign_media, db
):
    image = (await upload(alice)).json()
    feed.emit("user_disabled", alice.user_id)
    await follow()
    point_back = point_at_foreign_media()
    seq = feed.emit("user_enabled", alice.user_id)
    with pytest.raises(StoreRefused):  # by settling, after the event
        await follow()
    assert await db.fetchval("SELECT seq FROM account_event_cursor") == seq
    assert await db.fetchval("SELECT is_active FROM image_posts")
    assert await db.fetchval("SELECT count(*) FROM unsettled_files") == 1
    assert area_of(image["image_url"]) == {"withheld"}
    point_back()
    await follow()
    assert area_of(image["image_url"]) == {"public"}
    assert await db.fetchval("SELECT count(*) FROM unsettled_files") == 0


@pytest.mark.parametrize("area", ["public", "withheld"])
async def test_the_doors_to_moving_one_file_are_guarded(state, settings, area, point_at_foreign_media):
    path = settings.media_root / area / "x.webp"
    path.write_bytes(b"x")
    point_at_foreign_media()
    with pytest.raises(StoreRefused):
        await move_file(**state, key="x.webp")
    with pytest.raises(StoreRefused):
        await restore_file(**state, image_url="/uploads/x.webp")
    assert path.is_file()
