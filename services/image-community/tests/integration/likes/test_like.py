"""POST, DELETE and GET on /images/{id}/like."""

import pytest


def address(post_id: int) -> str:
    return f"/api/v1/images/{post_id}/like"


async def test_first_like_is_201(client, make_post, alice):
    answer = await client.post(address(await make_post()), headers=alice.headers)
    assert answer.status_code == 201
    assert answer.json() == {"is_liked": True, "like_count": 1, "message": "You like this image."}


async def test_second_like_by_same_user_counts_once(client, make_post, alice, db):
    post_id = await make_post()
    await client.post(address(post_id), headers=alice.headers)
    answer = await client.post(address(post_id), headers=alice.headers)
    assert (answer.status_code, answer.json()["like_count"]) == (200, 1)
    assert await db.fetchval("SELECT count(*) FROM image_likes") == 1


async def test_likes_of_different_users_add_up(client, make_post, alice, bob):
    post_id = await make_post()
    await client.post(address(post_id), headers=alice.headers)
    assert (await client.post(address(post_id), headers=bob.headers)).json()["like_count"] == 2
    assert (await client.get(f"/api/v1/images/{post_id}")).json()["like_count"] == 2


async def test_unlike_is_idempotent(client, make_post, alice, bob):
    post_id = await make_post()
    for who in (alice, bob):
        await client.post(address(post_id), headers=who.headers)
    for _ in range(2):
        answer = await client.delete(address(post_id), headers=alice.headers)
        assert answer.status_code == 200
        assert answer.json() == {"is_liked": False, "like_count": 1, "message": "You do not like this image."}


async def test_status(client, make_post, alice, bob):
    post_id = await make_post()
    await client.post(address(post_id), headers=alice.headers)
    for headers, is_liked in ((alice.headers, True), (bob.headers, False), ({}, False)):
        answer = await client.get(f"{address(post_id)}/status", headers=headers)
        assert answer.status_code == 200
        assert (answer.json()["is_liked"], answer.json()["like_count"]) == (is_liked, 1)


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("DELETE", ""), ("GET", "/status")])
async def test_missing_or_withdrawn_image_is_404(client, make_post, alice, db, method, path):
    withdrawn = await make_post(is_active=False)
    for post_id in (withdrawn, withdrawn + 1):
        answer = await client.request(method, address(post_id) + path, headers=alice.headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await db.fetchval("SELECT count(*) FROM image_likes") == 0


async def test_withdrawn_image_keeps_its_like(client, make_post, alice, db):
    post_id = await make_post()
    await client.post(address(post_id), headers=alice.headers)
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now()")
    assert (await client.delete(address(post_id), headers=alice.headers)).status_code == 404
    assert await db.fetchval("SELECT count(*) FROM image_likes") == 1
    assert await db.fetchval("SELECT like_count FROM image_post_counters") == 1


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_without_token_401(client, make_post, method):
    assert (await client.request(method, address(await make_post()))).status_code == 401


async def test_repeated_likes_use_up_no_ids(client, make_post, alice, db):
    post_id = await make_post()
    for _ in range(5):
        await client.post(address(post_id), headers=alice.headers)
    assert await db.fetchval("SELECT last_value FROM image_likes_id_seq") == 1
