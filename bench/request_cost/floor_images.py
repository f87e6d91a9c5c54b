"""The floor of image-community: a bare FastAPI with raw asyncpg, the same SQL and the same bytes out.

    uvicorn bench.request_cost.floor_images:app

The caller is a constant, and nothing is checked, limited or logged.
"""

import hashlib
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from fastapi import FastAPI, Request, Response

from image_community.likes.schemas import LikeState
from image_community.posts.domain.cursor import Cursor
from image_community.posts.schemas import Image, ImagesAfter
from image_community.ranking.schemas import RANKING
from image_community.tournaments.schemas import VoteResult

VIEWER = 1
PUBLIC_URL = os.environ.get("MARU_PUBLIC_URL", "http://localhost:8080")
MESSAGE = "You like this image."
COLUMNS = """
    p.id, p.user_id, p.author_name, p.image_url, p.prompt, p.model_name, p.is_tournament_opt_in, p.is_active,
    p.created_at, p.updated_at, p.width, p.height, c.like_count, c.win_count AS tournament_win_count,
    c.loss_count AS tournament_loss_count,
    EXISTS (SELECT 1 FROM image_likes l WHERE l.image_post_id = p.id AND l.user_id = $1) AS is_liked"""
JOINED = "FROM image_posts p JOIN image_post_counters c ON c.image_post_id = p.id"
ONE = f"SELECT {COLUMNS} {JOINED} WHERE p.id = $2 AND p.is_active"
MANY = f"SELECT {COLUMNS} {JOINED} WHERE p.id = ANY($2::int[]) AND p.is_active"
AFTER = f"""SELECT {COLUMNS} {JOINED} WHERE p.is_active AND (p.created_at, p.id) < ($2, $3)
    ORDER BY p.created_at DESC, p.id DESC LIMIT 101"""
AFTER = f"SELECT * FROM ({AFTER}) page LIMIT $4"
TOP = f"""SELECT {COLUMNS}, c.like_count_24h, c.win_count_24h, c.score_24h AS total_score,
    (SELECT watermark FROM ranking_window) AS watermark {JOINED} WHERE c.is_active
    ORDER BY c.score_24h DESC, c.created_at DESC, c.image_post_id DESC LIMIT 50"""
TOP = f"SELECT * FROM ({TOP}) ranks LIMIT $2"
LIKES = f"""SELECT c.like_count, EXISTS (SELECT 1 FROM image_likes l
    WHERE l.image_post_id = p.id AND l.user_id = $1) {JOINED} WHERE p.id = $2 AND p.is_active"""


PROBE = """WITH bounds AS (SELECT min(id) AS low, max(id) AS high FROM image_posts)
    SELECT p.id, p.user_id, d.number FROM bounds
    JOIN unnest($1::float8[]) WITH ORDINALITY AS d(fraction, number) ON true
    JOIN image_posts p ON p.id = CAST(low + floor(d.fraction * (high - low + 1)) AS integer)
    WHERE p.is_active ORDER BY d.number LIMIT $2"""
# Writes: the statements of ours, in their order.
ACCOUNT_LOCK = "SELECT pg_advisory_xact_lock_shared(3, $1)"
RANKING_LOCK = "SELECT pg_advisory_xact_lock_shared(4, 0)"
RESTRICTED = "EXISTS (SELECT 1 FROM account_standings r WHERE r.user_id = $1)"
LOCK_LIKES = LIKES.replace("SELECT ", f"SELECT {RESTRICTED}, ", 1) + " FOR KEY SHARE OF p"
ADD_LIKE = """INSERT INTO image_likes (user_id, image_post_id) VALUES ($1, $2)
    ON CONFLICT ON CONSTRAINT uq_user_image_like DO NOTHING RETURNING created_at"""
REMOVE_LIKE = "DELETE FROM image_likes WHERE user_id = $1 AND image_post_id = $2 RETURNING created_at"
IN_WINDOW = "CASE WHEN $2::timestamptz >= (SELECT watermark FROM ranking_window) THEN 1 ELSE 0 END"
COUNT_LIKE = f"""UPDATE image_post_counters SET like_count = like_count + $3::int,
    like_count_24h = like_count_24h + $3::int * {IN_WINDOW} WHERE image_post_id = $1 RETURNING like_count"""

VOTER_LOCKS = "SELECT pg_advisory_xact_lock_shared(3, $1), pg_advisory_xact_lock(1, $1)"
VOTE_ON = """SELECT id, winner_image_id, loser_image_id FROM tournament_votes
    WHERE voter_id = $1 AND match_id = $2"""
LOCK_PAIR = """SELECT id, model_key FROM image_posts
    WHERE id = ANY($1::int[]) AND is_active AND is_tournament_opt_in ORDER BY id FOR SHARE"""
WAS_JUDGED = """SELECT id FROM tournament_votes WHERE voter_id = $1 AND winner_image_id = ANY($2::int[])
    AND loser_image_id = ANY($2::int[]) AND created_at >= $3 LIMIT 1"""
ADD_VOTE = """INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id,
    winner_was_left, winner_model_key, loser_model_key)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id, created_at"""
COUNT_VOTE = """WITH lower AS (
    UPDATE image_post_counters SET win_count = win_count + $2::int, loss_count = loss_count + 1 - $2::int,
        win_count_24h = win_count_24h + $2::int * CASE WHEN $5::timestamptz >=
            (SELECT watermark FROM ranking_window) THEN 1 ELSE 0 END
    WHERE image_post_id = $1 RETURNING win_count)
    UPDATE image_post_counters SET win_count = win_count + $4::int, loss_count = loss_count + 1 - $4::int,
        win_count_24h = win_count_24h + $4::int * CASE WHEN $5::timestamptz >=
            (SELECT watermark FROM ranking_window) THEN 1 ELSE 0 END
    WHERE image_post_id = $3 AND EXISTS (SELECT 1 FROM lower)
    RETURNING (SELECT win_count FROM lower), win_count"""


async def _keep(_connection: Any) -> None:
    """No reset: a statement less for each use."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Ten connections, as ours."""
    pool = await asyncpg.create_pool(os.environ["BENCH_DATABASE"], min_size=10, max_size=10, reset=_keep)
    app.state.pool = pool
    yield
    await pool.close()


def _image(row: Any) -> dict[str, Any]:
    fields = {**row, "thumbnails": {}, "placeholder": None}
    fields["author"] = {"id": row["user_id"], "username": row["author_name"]}
    fields["image_url"] = PUBLIC_URL + fields["image_url"]
    return fields


app = FastAPI(lifespan=lifespan, openapi_url=None)


@app.get("/image/{post_id}", response_model=Image)
async def image(request: Request, post_id: int) -> Any:
    """As GET /images/{id}."""
    async with request.app.state.pool.acquire() as connection:
        return _image(await connection.fetchrow(ONE, VIEWER, post_id))


@app.get("/after", response_model=ImagesAfter)
async def after(request: Request, cursor: str) -> Any:
    """As GET /images?cursor=…, 20 of them."""
    position = Cursor.decode(cursor)
    async with request.app.state.pool.acquire() as connection:
        rows = await connection.fetch(AFTER, VIEWER, position.created_at, position.id, 21)
    following = Cursor(rows[19]["created_at"], rows[19]["id"]).encode()
    return {"items": [_image(row) for row in rows[:20]], "next_cursor": following}


@app.get("/random", response_model=list[Image])
async def at_random(request: Request) -> Any:
    """As GET /images/feed/random, 20 of them."""
    async with request.app.state.pool.acquire() as connection:
        drawn = await connection.fetch(PROBE, [random.random() for _ in range(160)], 40)
        ids = list(dict.fromkeys(row["id"] for row in drawn))[:20]
        found = {row["id"]: row for row in await connection.fetch(MANY, VIEWER, ids)}
    return [_image(found[post_id]) for post_id in ids]


@app.get("/top")
async def top(request: Request) -> Response:
    """As GET /images/feed/top-24h, 10 of them, with an ETag."""
    async with request.app.state.pool.acquire() as connection:
        rows = await connection.fetch(TOP, VIEWER, 10)
    ranked = [{**_image(row), "rank": rank} for rank, row in enumerate(rows, start=1)]
    body = RANKING.dump_json(RANKING.validate_python(ranked), exclude_unset=True)
    etag = hashlib.sha256(body).hexdigest()
    return Response(body, media_type="application/json", headers={"ETag": f'W/"{etag}"'})


@app.get("/likes/{post_id}", response_model=LikeState)
async def likes(request: Request, post_id: int) -> Any:
    """As GET /images/{id}/like/status."""
    async with request.app.state.pool.acquire() as connection:
        count, is_liked = await connection.fetchrow(LIKES, VIEWER, post_id)
    return {"is_liked": is_liked, "like_count": count, "message": MESSAGE}


@app.post("/like/{user_id}/{post_id}", response_model=LikeState, status_code=201)
async def like(request: Request, user_id: int, post_id: int) -> Any:
    """As POST /images/{id}/like."""
    return await _changed(request, ADD_LIKE, user_id, post_id, 1)


@app.post("/unlike/{user_id}/{post_id}", response_model=LikeState)
async def unlike(request: Request, user_id: int, post_id: int) -> Any:
    """As DELETE /images/{id}/like."""
    return await _changed(request, REMOVE_LIKE, user_id, post_id, -1)


async def _changed(request: Request, statement: str, user_id: int, post_id: int, by: int) -> Any:
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(ACCOUNT_LOCK, user_id)
        await connection.fetchrow(LOCK_LIKES, user_id, post_id)
        at = await connection.fetchval(statement, user_id, post_id)
        await connection.execute(RANKING_LOCK)
        count = await connection.fetchval(COUNT_LIKE, post_id, at, by)
    return {"is_liked": by > 0, "like_count": count, "message": MESSAGE}


@app.post("/vote/{voter}/{match_id}/{winner}/{loser}", response_model=VoteResult, status_code=201)
async def vote(request: Request, voter: int, match_id: str, winner: int, loser: int) -> Any:
    """As POST /tournaments/vote; without the ticket, which is in Redis."""
    low, high = sorted((winner, loser))
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(VOTER_LOCKS, voter)
        await connection.fetchval(f"SELECT {RESTRICTED}", voter)
        await connection.fetchrow(VOTE_ON, voter, match_id)
        keys = {row["id"]: row["model_key"] for row in await connection.fetch(LOCK_PAIR, [low, high])}
        await connection.fetchval(WAS_JUDGED, voter, [low, high], datetime.now(UTC) - timedelta(hours=24))
        given = (match_id, voter, winner, loser, True, keys[winner], keys[loser])
        vote_id, at = await connection.fetchrow(ADD_VOTE, *given)
        await connection.execute(RANKING_LOCK)
        counted = await connection.fetchrow(
            COUNT_VOTE, low, int(winner == low), high, int(winner == high), at
        )
    return {
        "vote_id": vote_id,
        "match_id": match_id,
        "winner_image_id": winner,
        "loser_image_id": loser,
        "winner_new_win_count": counted[0] if winner == low else counted[1],
        "message": MESSAGE,
    }
