"""Concurrent likes: the counter equals the number of rows."""

import asyncio
import random

import pytest


async def counter_and_rows(db, post_id: int) -> tuple[int, int]:
    counted = await db.fetchval(
        "SELECT like_count FROM image_post_counters WHERE image_post_id = $1", post_id
    )
    rows = await db.fetchval("SELECT count(*) FROM image_likes WHERE image_post_id = $1", post_id)
    return counted, rows


async def test_fifty_users_like_concurrently(client, make_post, make_user, db):
    post_id = await make_post()
    address = f"/api/v1/images/{post_id}/like"
    answers = await asyncio.gather(
        *(client.post(address, headers=make_user(n).headers) for n in range(1, 51))
    )
    assert [each.status_code for each in answers] == [201] * 50
    assert await counter_and_rows(db, post_id) == (50, 50)


async def test_fifty_concurrent_likes_of_one_user_are_one(client, make_post, alice, db):
    post_id = await make_post()
    address = f"/api/v1/images/{post_id}/like"
    answers = await asyncio.gather(*(client.post(address, headers=alice.headers) for _ in range(50)))
    assert sorted(each.status_code for each in answers) == [200] * 49 + [201]
    assert {each.json()["like_count"] for each in answers} == {1}
    assert await counter_and_rows(db, post_id) == (1, 1)


async def test_fifty_likes_and_unlikes_in_any_order_add_up(client, make_post, make_user, db):
    post_id = await make_post()
    address = f"/api/v1/images/{post_id}/like"
    users = [make_user(n) for n in range(1, 11)]
    calls = [
        client.request(method, address, headers=who.headers)
        for who in users
        for method in ("POST", "DELETE", "POST", "DELETE", "POST")
    ]
    random.shuffle(calls)
    answers = await asyncio.gather(*calls)
    assert {each.status_code for each in answers} <= {200, 201}
    counted, rows = await counter_and_rows(db, post_id)
    assert counted == rows


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_image_that_is_being_deleted_is_waited_for_and_gone(
    client, make_post, alice, db, until_blocked, method
):
    post_id = await make_post()
    address = f"/api/v1/images/{post_id}/like"
    await client.post(address, headers=alice.headers)
    async with db.transaction():
        await db.execute("SELECT 1 FROM image_posts FOR UPDATE")  # as a deleted account's posts are held
        asking = asyncio.create_task(client.request(method, address, headers=alice.headers))
        await until_blocked()
        for table in ("image_likes", "image_post_counters", "image_posts"):
            await db.execute(f"DELETE FROM {table}")
    assert (await asking).status_code == 404
