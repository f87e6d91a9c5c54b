"""Users get all of their data, and no data of others."""

import json

import httpx
import pytest

from image_community.accounts.schemas import Export
from image_community.accounts.service import EXPORT_ROWS
from image_community.main import create_app

ADDRESS = "/api/v1/me/export"


async def test_posts_likes_and_votes_are_there(client, upload, make_post, alice, bob, picture, db):
    kept = (await upload(alice, picture(seed=1), prompt='a "quoted" cat 고양이')).json()
    withdrawn = (await upload(alice, picture(seed=2))).json()
    await client.delete(f"/api/v1/images/{withdrawn['id']}", headers=alice.headers)
    await client.post(f"/api/v1/images/{kept['id']}/like", headers=bob.headers)
    others = [await make_post(50 + n, is_tournament_opt_in=True) for n in range(2)]
    await client.post(f"/api/v1/images/{others[0]}/like", headers=alice.headers)
    match = (await client.get("/api/v1/tournaments/match", headers=alice.headers)).json()
    ballot = {"match_id": match["match_id"], "winner_image_id": others[0], "loser_image_id": others[1]}
    await client.post("/api/v1/tournaments/vote", headers=alice.headers, json=ballot)

    answer = await client.get(ADDRESS, headers=alice.headers)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert "attachment" in answer.headers["content-disposition"]
    export = Export.model_validate_json(answer.content)
    assert export.user_id == alice.user_id
    first, second = export.posts
    assert (first.id, first.prompt, first.like_count) == (kept["id"], 'a "quoted" cat 고양이', 1)
    assert (first.image_url, first.deleted_at) == (kept["image_url"], None)
    assert (second.id, second.is_active) == (withdrawn["id"], False)
    assert second.deleted_at is not None
    assert [each.image_id for each in export.likes] == [others[0]]
    (vote,) = export.votes
    assert (vote.match_id, vote.winner_image_id, vote.loser_image_id) == (match["match_id"], *others)
    assert answer.json()["exported_at"].endswith("Z")


async def test_new_user_gets_an_empty_export(client, make_post, alice):
    await make_post(9)
    export = (await client.get(ADDRESS, headers=alice.headers)).json()
    del export["exported_at"]
    assert export == {"user_id": alice.user_id, "posts": [], "likes": [], "votes": []}


@pytest.mark.parametrize("rows", [EXPORT_ROWS, 2 * EXPORT_ROWS, 2 * EXPORT_ROWS + 1])
async def test_pages_join_to_one_document(client, make_post, alice, rows, db):
    first = await make_post(alice.user_id)
    await db.execute(
        """INSERT INTO image_posts (user_id, image_url, prompt, width, height)
           SELECT user_id, image_url || number, prompt, width, height
           FROM image_posts, generate_series(2, $1::int) number""",
        rows,
    )
    await db.execute(
        """INSERT INTO image_post_counters (image_post_id, is_active, created_at)
           SELECT id, is_active, created_at FROM image_posts WHERE id > $1""",
        first,
    )
    await db.execute("INSERT INTO image_likes (user_id, image_post_id) SELECT user_id, id FROM image_posts")
    export = json.loads((await client.get(ADDRESS, headers=alice.headers)).content)
    assert [each["id"] for each in export["posts"]] == list(range(1, rows + 1))
    assert [each["image_id"] for each in export["likes"]] == list(range(1, rows + 1))


async def test_without_token_401(client):
    answer = await client.get(ADDRESS)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


async def test_without_the_database_it_is_503_from_the_start(settings, alice):
    app = create_app(settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:1/none"}))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client,
    ):
        answer = await client.get(ADDRESS, headers=alice.headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
