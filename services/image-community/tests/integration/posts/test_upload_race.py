"""Concurrent uploads of one file."""

import asyncio


async def test_ten_uploads_of_the_same_bytes_make_one_post(upload, alice, db, settings):
    answers = await asyncio.gather(*(upload(alice) for _ in range(10)))
    assert sorted(each.status_code for each in answers) == [200] * 9 + [201]
    assert len({each.json()["id"] for each in answers}) == 1
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 1
    assert await db.fetchval("SELECT count(*) FROM image_post_counters") == 1


async def test_withdrawing_and_reposting_always_leaves_the_file_of_a_visible_post(
    client, upload, alice, db, settings
):
    for _ in range(6):
        post_id = (await upload(alice)).json()["id"]
        await asyncio.gather(
            client.delete(f"/api/v1/images/{post_id}", headers=alice.headers),
            *(upload(alice) for _ in range(3)),
        )
        rows = await db.fetch("SELECT image_url FROM image_posts WHERE is_active")
        for row in rows:
            assert (settings.media_root / "public" / row["image_url"].removeprefix("/uploads/")).is_file()
        for row in await db.fetch("SELECT id FROM image_posts WHERE is_active"):
            await client.delete(f"/api/v1/images/{row['id']}", headers=alice.headers)
