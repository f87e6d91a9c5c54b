"""A field of images, and people who judge them."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest


@pytest.fixture
def fighters(make_post) -> Callable[..., Awaitable[list[int]]]:
    """Makes images that take part, each by an author of its own unless told otherwise."""

    async def make(count: int = 2, *, author: int | None = None) -> list[int]:
        return [await make_post(author or 100 + n, is_tournament_opt_in=True) for n in range(count)]

    return make


@pytest.fixture
def get_match(client: httpx.AsyncClient) -> Callable[..., Awaitable[httpx.Response]]:
    async def get(who: Any = None) -> httpx.Response:
        return await client.get("/api/v1/tournaments/match", headers=who.headers if who else {})

    return get


@pytest.fixture
def vote(client: httpx.AsyncClient) -> Callable[..., Awaitable[httpx.Response]]:
    """Votes for the first image of a match, or the second with `swap`; fields by keyword replace."""

    async def send(who: Any, match: dict[str, Any], *, swap: bool = False, **change: Any) -> httpx.Response:
        winner, loser = [each["id"] for each in match["images"]][:: -1 if swap else 1]
        ballot = {"match_id": match["match_id"], "winner_image_id": winner, "loser_image_id": loser, **change}
        ballot = {name: value for name, value in ballot.items() if value is not None}
        headers = who.headers if who else {}
        return await client.post("/api/v1/tournaments/vote", headers=headers, json=ballot)

    return send


@pytest.fixture
def nothing_written(db) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        votes = await db.fetchval("SELECT count(*) FROM tournament_votes")
        counted = await db.fetchval("SELECT sum(win_count + loss_count) FROM image_post_counters")
        return (votes, counted) == (0, 0)

    return check
