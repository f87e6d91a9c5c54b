"""DELETE /images/{id}: removed from every list and the web, but stored."""


async def test_owner_withdraws(client, upload, alice, settings, db):
    image = (await upload(alice)).json()
    key = image["image_url"].removeprefix("https://maru.test/uploads/")
    answer = await client.delete(f"/api/v1/images/{image['id']}", headers=alice.headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert not (settings.media_root / "public" / key).exists()
    assert (settings.media_root / "withheld" / key).is_file()
    row = await db.fetchrow("SELECT is_active, deleted_at FROM image_posts")
    assert (row["is_active"], row["deleted_at"] is not None) == (False, True)


async def test_withdrawn_is_in_no_list(client, make_post, alice):
    post_id = await make_post(1)
    await client.delete(f"/api/v1/images/{post_id}", headers=alice.headers)
    assert (await client.get(f"/api/v1/images/{post_id}")).status_code == 404
    assert (await client.get("/api/v1/images")).json()["total"] == 0
    for feed in ("random", "top-24h"):
        assert (await client.get(f"/api/v1/images/feed/{feed}")).json() == []
    again = await client.delete(f"/api/v1/images/{post_id}", headers=alice.headers)
    assert again.status_code == 404


async def test_other_user_is_refused(client, make_post, bob):
    post_id = await make_post(1)
    answer = await client.delete(f"/api/v1/images/{post_id}", headers=bob.headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_owner")
    assert (await client.get(f"/api/v1/images/{post_id}")).status_code == 200


async def test_without_token_401(client, make_post):
    assert (await client.delete(f"/api/v1/images/{await make_post(1)}")).status_code == 401


async def test_same_bytes_can_be_posted_again(client, upload, alice, settings):
    first = (await upload(alice)).json()
    await client.delete(f"/api/v1/images/{first['id']}", headers=alice.headers)
    answer = await upload(alice)
    assert answer.status_code == 201
    assert answer.json()["id"] != first["id"]
    assert (settings.media_root / "public" / answer.json()["image_url"].partition("/uploads/")[2]).is_file()


async def test_file_that_cannot_be_moved_does_not_undo_the_withdrawal(client, upload, alice, settings):
    image = (await upload(alice)).json()
    (settings.media_root / "withheld").rmdir()
    (settings.media_root / "withheld").write_text("in the way")
    assert (await client.delete(f"/api/v1/images/{image['id']}", headers=alice.headers)).status_code == 204
    assert (await client.get(f"/api/v1/images/{image['id']}")).status_code == 404
