"""A disabled account's posts are hidden, and shown unchanged when it is enabled."""

import pytest

from image_community.posts import jobs
from image_community.posts.domain.media import UNWANTED_FOR, SweepLimit
from image_community.posts.sweep import sweep_files
from image_community.runtime.clock import utc_now

LIMIT = SweepLimit(max_percent=10, min_files=20)


@pytest.fixture
def is_found(client):
    async def find(image) -> bool:
        return (await client.get(f"/api/v1/images/{image['id']}")).status_code == 200

    return find


async def test_posts_are_hidden_and_come_back(upload, alice, feed, follow, area_of, is_found, client):
    image = (await upload(alice)).json()
    feed.emit("user_disabled", alice.user_id)
    await follow()
    assert not await is_found(image)
    assert area_of(image["image_url"]) == {"withheld"}
    feed.emit("user_enabled", alice.user_id)
    await follow()
    assert (await client.get(f"/api/v1/images/{image['id']}")).json() == {
        name: value for name, value in image.items() if name != "is_liked"
    }
    assert area_of(image["image_url"]) == {"public"}


async def test_enabling_does_not_revive_what_the_owner_withdrew(
    upload, client, alice, picture, feed, follow, area_of, is_found
):
    withdrawn, kept = [(await upload(alice, picture(seed=n))).json() for n in range(2)]
    await client.delete(f"/api/v1/images/{withdrawn['id']}", headers=alice.headers)
    for kind in ("user_disabled", "user_enabled"):
        feed.emit(kind, alice.user_id)
        await follow()
    assert [await is_found(each) for each in (withdrawn, kept)] == [False, True]
    assert area_of(withdrawn["image_url"]) == {"withheld"}


async def test_likes_and_votes_of_a_disabled_user_still_count(
    make_community, feed, follow, db, counters_equal_rows
):
    await make_community(4)
    before = await db.fetchval("SELECT sum(like_count + win_count) FROM image_post_counters")
    feed.emit("user_disabled", 1)
    await follow()
    assert await db.fetchval("SELECT sum(like_count + win_count) FROM image_post_counters") == before
    assert await counters_equal_rows()
    assert await db.fetchval("SELECT count(*) FROM image_posts WHERE is_active") == 6


async def test_disabled_account_cannot_write(client, upload, make_post, picture, alice, feed, follow, db):
    other, mine = await make_post(), (await upload(alice)).json()["id"]
    like = f"/api/v1/images/{other}/like"
    await client.post(like, headers=alice.headers)

    async def statuses() -> list[int]:
        answers = [
            await upload(alice, picture(seed=1)),
            await client.post(like, headers=alice.headers),
            await client.delete(like, headers=alice.headers),
            await client.patch(f"/api/v1/images/{mine}", headers=alice.headers, json={"prompt": "a dog"}),
            await client.delete(f"/api/v1/images/{mine}", headers=alice.headers),
        ]
        return [each.status_code for each in answers]

    feed.emit("user_disabled", alice.user_id)
    await follow()
    assert await statuses() == [401] * 5
    assert await db.fetchval("SELECT count(*) FROM image_likes") == 1
    feed.emit("user_enabled", alice.user_id)
    await follow()
    assert await statuses() == [201, 200, 200, 200, 204]


async def test_disabled_owners_file_outlives_the_purge_of_an_older_post_of_the_same_bytes(
    app, upload, client, alice, db, feed, follow, area_of
):
    old = (await upload(alice)).json()
    await client.delete(f"/api/v1/images/{old['id']}", headers=alice.headers)
    await db.execute("UPDATE image_posts SET deleted_at = now() - interval '40 days'")
    new = (await upload(alice)).json()
    feed.emit("user_disabled", alice.user_id)
    await follow()
    sessions, files = app.state.connections.sessions, app.state.files
    await jobs.purge_withheld(sessions=sessions, files=files, now=utc_now())
    assert area_of(new["image_url"]) == {"withheld"}
    feed.emit("user_enabled", alice.user_id)
    await follow()
    assert area_of(new["image_url"]) == {"public"}


@pytest.mark.parametrize(("kind", "ends_in"), [("user_disabled", {"withheld"}), ("user_deleted", set())])
async def test_sweep_finishes_what_was_left_undone(
    app, upload, alice, db, feed, follow, area_of, settings, kind, ends_in
):
    """The rows changed, but the file was not moved and no pending move exists."""
    image = (await upload(alice)).json()
    feed.emit(kind, alice.user_id)
    await follow()
    key = image["image_url"].partition("/uploads/")[2]
    public = settings.media_root / "public" / key
    public.parent.mkdir(exist_ok=True, parents=True)
    public.write_bytes(b"left behind")
    state = {"sessions": app.state.connections.sessions, "files": app.state.files, "limit": LIMIT}
    began = utc_now()
    done = [await sweep_files(**state, now=began + hours * UNWANTED_FOR) for hours in (0, 1)]
    assert sum(done) == 1
    assert area_of(image["image_url"]) == ends_in


async def test_sweep_brings_back_what_is_shown(app, upload, alice, settings, area_of):
    image = (await upload(alice)).json()
    key = image["image_url"].partition("/uploads/")[2]
    withheld = settings.media_root / "withheld" / key
    withheld.parent.mkdir(exist_ok=True, parents=True)
    (settings.media_root / "public" / key).rename(withheld)
    state = {"sessions": app.state.connections.sessions, "files": app.state.files, "limit": LIMIT}
    assert await sweep_files(**state, now=utc_now()) == 1
    assert area_of(image["image_url"]) == {"public"}
