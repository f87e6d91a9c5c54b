"""Who posted an image: written at upload, filled by the worker for older posts, gone with the account."""

import asyncio

import httpx
import pytest

from image_community.accounts import jobs
from image_community.identity.user_names import NamesUnavailable, UserNames


@pytest.fixture
async def name_authors(app, name_server):
    async with httpx.AsyncClient(trust_env=False) as http:
        source = UserNames(http, url=name_server.url)
        yield lambda: jobs.name_authors(sessions=app.state.connections.sessions, names=source)


@pytest.fixture
def author_of(client):
    async def read(post_id: int):
        return (await client.get(f"/api/v1/images/{post_id}")).json()["author"]

    return read


async def test_every_read_names_the_author_by_the_token(client, upload, alice, bob):
    image = (await upload(alice, is_tournament_opt_in="true")).json()
    author = {"id": alice.user_id, "username": "user1"}
    assert image["author"] == author
    for path in ("images", "images?cursor=", "images/feed/random", "images/feed/top-24h"):
        body = (await client.get(f"/api/v1/{path}")).json()
        (found,) = body if isinstance(body, list) else body["items"]
        assert (found["author"], found["user_id"]) == (author, alice.user_id), path
    changed = await client.patch(
        f"/api/v1/images/{image['id']}", headers=alice.headers, json={"prompt": "new"}
    )
    assert changed.json()["author"] == author


async def test_old_posts_are_named_once_and_do_not_change_for_clients(
    client, make_post, name_server, name_authors, author_of
):
    posts = [await make_post(user_id) for user_id in (5, 6, 6)]
    name_server.names |= {5: "five", 6: "six"}
    assert await author_of(posts[0]) is None
    before = (await client.get(f"/api/v1/images/{posts[0]}")).json()
    assert await name_authors() == 2
    assert [await author_of(each) for each in posts] == [
        {"id": 5, "username": "five"},
        {"id": 6, "username": "six"},
        {"id": 6, "username": "six"},
    ]
    after = (await client.get(f"/api/v1/images/{posts[0]}")).json()
    assert after == before | {"author": {"id": 5, "username": "five"}}
    assert await name_authors() == 0
    assert name_server.asked == [[5, 6]]


async def test_many_authors_and_posts_take_several_batches(
    make_post, name_server, name_authors, db, monkeypatch
):
    monkeypatch.setattr(jobs, "POSTS_AT_ONCE", 2)
    for user_id in range(1, 104):
        await make_post(user_id)
    for _ in range(4):
        await make_post(1)
    name_server.names = {each: f"u{each}" for each in range(1, 104)}
    assert await name_authors() == 103
    assert [len(each) for each in name_server.asked] == [100, 3]
    wrong = "SELECT count(*) FROM image_posts WHERE author_name IS DISTINCT FROM 'u' || user_id"
    assert await db.fetchval(wrong) == 0


async def test_unknown_author_stays_null_and_is_not_asked_for_again(
    make_post, name_server, name_authors, author_of
):
    post_id = await make_post(7)
    assert await name_authors() == 1
    assert await author_of(post_id) is None
    assert await name_authors() == 0
    assert name_server.asked == [[7]]


async def test_work_goes_on_where_an_outage_ended_it(make_post, name_server, name_authors, author_of):
    post_id = await make_post(5)
    name_server.names[5] = "five"
    name_server.status = 503
    with pytest.raises(NamesUnavailable):
        await name_authors()
    assert await author_of(post_id) is None
    name_server.status = 200
    assert await name_authors() == 1
    assert (await author_of(post_id))["username"] == "five"


@pytest.mark.parametrize("name", ["", "x" * 31, 7, None])
async def test_answer_that_is_no_list_of_names_changes_nothing(
    make_post, name_server, name_authors, author_of, name
):
    post_id = await make_post(5)
    name_server.names[5] = name
    with pytest.raises(NamesUnavailable):
        await name_authors()
    assert await author_of(post_id) is None


async def test_deletion_of_the_account_comes_first_or_after(
    make_post, name_server, name_authors, db, until_blocked, feed, follow
):
    await make_post(5)
    name_server.names[5] = "five"
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock(3, 5)")  # the account, as a deletion holds it
        naming = asyncio.create_task(name_authors())
        await until_blocked()
        await db.execute("DELETE FROM image_posts WHERE user_id = 5")
    await naming
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 0
    await make_post(6)
    await name_authors()
    feed.emit("user_deleted", 6)
    await follow()
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 0


async def test_naming_shares_the_account_with_writes(make_post, name_server, name_authors, upload, alice, db):
    """A like or an upload in progress, which shares the lock, does not delay it."""
    await make_post(alice.user_id)
    name_server.names[alice.user_id] = "user1"
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock_shared(3, $1)", alice.user_id)
        async with asyncio.timeout(5):
            assert await name_authors() == 1
