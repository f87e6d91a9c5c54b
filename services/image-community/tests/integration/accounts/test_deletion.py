"""The deletion of an account removes all its rows and no rows of others."""

import pytest

from image_community.identity.account_feed import FeedUnavailable


async def snapshot(db, but_of: int) -> list[tuple]:
    """Posts, likes and votes of other users."""
    return [
        tuple(row)
        for statement in (
            "SELECT id FROM image_posts WHERE user_id <> $1 ORDER BY 1",
            """SELECT l.id FROM image_likes l JOIN image_posts p ON p.id = image_post_id
               WHERE l.user_id <> $1 AND p.user_id <> $1 ORDER BY 1""",
            """SELECT v.id FROM tournament_votes v JOIN image_posts w ON w.id = winner_image_id
               JOIN image_posts o ON o.id = loser_image_id
               WHERE voter_id <> $1 AND w.user_id <> $1 AND o.user_id <> $1 ORDER BY 1""",
        )
        for row in await db.fetch(statement, but_of)
    ]


async def test_rows_are_deleted_and_those_of_others_stay(
    db, make_community, feed, follow, rows_of, counters_equal_rows
):
    await make_community(6)
    others = await snapshot(db, but_of=1)
    assert await counters_equal_rows()
    feed.emit("user_deleted", 1)
    assert await follow() == 1
    assert await rows_of(1) == 0
    assert await snapshot(db, but_of=1) == others
    assert len(others) > 40
    assert await counters_equal_rows()
    assert await db.fetchval("SELECT count(*) FROM image_post_counters") == 10


async def test_post_cannot_be_found_and_its_file_is_gone(client, upload, alice, feed, follow, area_of, db):
    shown = (await upload(alice)).json()
    withdrawn = (await upload(alice, prompt="x")).json()
    await client.delete(f"/api/v1/images/{withdrawn['id']}", headers=alice.headers)
    feed.emit("user_deleted", alice.user_id)
    await follow()
    for image in (shown, withdrawn):
        assert (await client.get(f"/api/v1/images/{image['id']}")).status_code == 404
        assert area_of(image["image_url"]) == set()
    assert await db.fetchval("SELECT count(*) FROM unsettled_files") == 0


async def test_everyone_else_keeps_the_same_picture(upload, alice, bob, picture, feed, follow, area_of):
    hers, his = [(await upload(who, picture())).json() for who in (alice, bob)]
    feed.emit("user_deleted", alice.user_id)
    await follow()
    assert (area_of(hers["image_url"]), area_of(his["image_url"])) == (set(), {"public"})


async def test_ranking_follows(client, upload, alice, bob, feed, follow):
    image = (await upload(bob)).json()
    await client.post(f"/api/v1/images/{image['id']}/like", headers=alice.headers)
    feed.emit("user_deleted", alice.user_id)
    await follow()
    (ranked,) = (await client.get("/api/v1/images/feed/top-24h")).json()
    assert (ranked["like_count"], ranked["total_score"]) == (0, 0)


async def test_token_that_outlives_its_user_writes_nothing(
    client, upload, make_post, alice, feed, follow, rows_of
):
    first, second = [await make_post(50 + n, is_tournament_opt_in=True) for n in range(2)]
    match = (await client.get("/api/v1/tournaments/match", headers=alice.headers)).json()
    feed.emit("user_deleted", alice.user_id)
    await follow()
    ballot = {"match_id": match["match_id"], "winner_image_id": first, "loser_image_id": second}
    answers = [
        await upload(alice),
        await client.post(f"/api/v1/images/{first}/like", headers=alice.headers),
        await client.post("/api/v1/tournaments/vote", headers=alice.headers, json=ballot),
    ]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(401, "invalid_token")] * 3
    assert await rows_of(alice.user_id) == 0


async def test_deleted_user_is_never_enabled_again(alice, upload, feed, follow, db):
    for kind in ("user_deleted", "user_disabled", "user_enabled"):
        feed.emit(kind, alice.user_id)
    assert await follow() == 3
    assert (await upload(alice)).status_code == 401
    assert await db.fetchval("SELECT standing FROM account_standings") == "deleted"


async def test_each_event_is_applied_once(feed, follow, db):
    for user_id in range(1, 4):
        feed.emit("user_deleted", user_id)
        feed.emit("session_ended", user_id, "00000000-0000-4000-8000-000000000000")
    assert [await follow(), await follow()] == [6, 0]
    assert await db.fetchval("SELECT seq FROM account_event_cursor") == 6
    feed.emit("user_deleted", 9)
    assert await follow() == 1
    assert await db.fetchval("SELECT count(*) FROM account_standings") == 4


async def test_many_pages_are_applied_in_one_go(feed, follow, db):
    for number in range(1200):
        feed.emit(
            "session_ended" if number % 40 else "user_deleted", number + 1, "x" if number % 40 else None
        )
    assert await follow() == 1200
    assert await db.fetchval("SELECT count(*) FROM account_standings") == 30


async def test_unknown_kind_does_not_stop_the_rest(feed, follow, db, monkeypatch):
    monkeypatch.setattr(feed, "check", False)
    feed.emit("user_renamed", 1)
    feed.emit("user_deleted", 2)
    assert await follow() == 2
    assert await db.fetchval("SELECT user_id FROM account_standings") == 2


async def test_unavailable_feed_raises_and_changes_nothing(feed, follow, db):
    feed.emit("user_deleted", 1)
    feed.status = 503
    with pytest.raises(FeedUnavailable):
        await follow()
    feed.status = 200
    assert await follow() == 1


async def test_feed_of_another_history_is_applied_from_its_beginning(feed, follow, db):
    for user_id in range(1, 4):
        feed.emit("user_deleted", user_id)
    await follow()
    feed.events.clear()
    feed.emit("user_deleted", 7)
    assert [await follow(), await follow()] == [0, 1]
    assert await db.fetchval("SELECT count(*) FROM account_standings") == 4
