"""Deletions of accounts concurrent with writes by them or about them."""

import asyncio
import random

import pytest


async def test_upload_in_the_moment_of_deletion_never_survives(
    upload, make_user, picture, feed, follow, db, settings
):
    for user_id in range(1, 9):
        who = make_user(user_id)

        async def delete(user_id=user_id):
            await asyncio.sleep(random.uniform(0, 0.08))
            feed.emit("user_deleted", user_id)
            await follow()

        answers = await asyncio.gather(*(upload(who, picture(seed=n)) for n in range(3)), delete())
        assert {each.status_code for each in answers[:3]} <= {201, 401}
    await follow()
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 0
    assert list(settings.media_root.rglob("*.webp")) == []


async def test_uploads_in_the_moment_of_disabling_are_never_visible(
    upload, make_user, picture, feed, follow, db
):
    for user_id in range(1, 6):
        who = make_user(user_id)

        async def disable(user_id=user_id):
            await asyncio.sleep(random.uniform(0, 0.08))
            feed.emit("user_disabled", user_id)
            await follow()

        await asyncio.gather(*(upload(who, picture(seed=n)) for n in range(3)), disable())
    assert await db.fetchval("SELECT count(*) FROM image_posts WHERE is_active") == 0


@pytest.mark.parametrize("seed", range(3))
async def test_counters_equal_rows_after_everything_at_once(
    client, make_community, make_user, feed, follow, db, counters_equal_rows, rows_of, seed
):
    """Ten users like, unlike and vote while four of them are deleted; no request fails."""
    await make_community(10)
    chance = random.Random(seed)
    users = [make_user(user_id) for user_id in range(1, 11)]
    gone = chance.sample(range(1, 11), 4)
    ids = [row["id"] for row in await db.fetch("SELECT id FROM image_posts")]

    async def live(who) -> set[int]:
        statuses = set()
        for _ in range(12):
            address = f"/api/v1/images/{chance.choice(ids)}/like"
            method = chance.choice(["POST", "DELETE"])
            statuses.add((await client.request(method, address, headers=who.headers)).status_code)
            match = await client.get("/api/v1/tournaments/match", headers=who.headers)
            statuses.add(match.status_code)
            if match.status_code == 200:
                winner, loser = (each["id"] for each in match.json()["images"])
                ballot = {"winner_image_id": winner, "loser_image_id": loser}
                ballot["match_id"] = match.json()["match_id"]
                vote = await client.post("/api/v1/tournaments/vote", headers=who.headers, json=ballot)
                statuses.add(vote.status_code)
        return statuses

    async def delete() -> None:
        for user_id in gone:
            await asyncio.sleep(chance.uniform(0, 0.4))
            feed.emit("user_deleted", user_id)
            await follow()

    *statuses, _ = await asyncio.gather(*(live(who) for who in users), delete())
    assert set().union(*statuses) <= {200, 201, 401, 404, 409, 410}
    assert await counters_equal_rows()
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 12
    for user_id in gone:
        likes_and_votes = await db.fetchval(
            """SELECT (SELECT count(*) FROM image_likes WHERE user_id = $1)
                    + (SELECT count(*) FROM tournament_votes WHERE voter_id = $1)""",
            user_id,
        )
        assert likes_and_votes == 0


async def test_two_workers_at_once_apply_everything_once(
    make_community, feed, follow, db, counters_equal_rows
):
    await make_community(6)
    for user_id in range(1, 5):
        feed.emit("user_deleted", user_id)
    await asyncio.gather(*(follow() for _ in range(4)))
    assert await db.fetchval("SELECT seq FROM account_event_cursor") == 4
    assert await counters_equal_rows()
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 4
