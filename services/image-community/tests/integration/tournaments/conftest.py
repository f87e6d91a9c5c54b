"""A field of images, and users who judge them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

COUNTS = "maru:limits:"


@pytest.fixture
def fighters(make_post) -> Callable[..., Awaitable[list[int]]]:
    """Makes images that take part, each by an author of its own by default."""

    async def make(count: int = 2, *, author: int | None = None) -> list[int]:
        return [await make_post(author or 100 + n, is_tournament_opt_in=True) for n in range(count)]

    return make


async def patiently(call: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Retries as clients do: 503 with Retry-After means that nothing was done."""
    for _ in range(60):
        answer = await call()
        if answer.status_code != 503:
            return answer
        assert answer.headers["retry-after"]
        await asyncio.sleep(0.2)
    raise AssertionError("the service stays away")


@pytest.fixture
def get_match(client: httpx.AsyncClient) -> Callable[..., Awaitable[httpx.Response]]:
    async def get(who: Any = None) -> httpx.Response:
        headers = who.headers if who else {}
        return await patiently(lambda: client.get("/api/v1/tournaments/match", headers=headers))

    return get


@pytest.fixture
def vote(client: httpx.AsyncClient) -> Callable[..., Awaitable[httpx.Response]]:
    """Votes for the first image of a match, or the second with `swap`; fields by keyword replace."""

    async def send(who: Any, match: dict[str, Any], *, swap: bool = False, **change: Any) -> httpx.Response:
        winner, loser = [each["id"] for each in match["images"]][:: -1 if swap else 1]
        ballot = {"match_id": match["match_id"], "winner_image_id": winner, "loser_image_id": loser, **change}
        ballot = {name: value for name, value in ballot.items() if value is not None}
        headers = who.headers if who else {}
        path = "/api/v1/tournaments/vote"
        return await patiently(lambda: client.post(path, headers=headers, json=ballot))

    return send


@pytest.fixture
def everything(db, redis) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Every row of every table and every key of Redis, except the rate limits."""

    async def read() -> dict[str, Any]:
        names = await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name: sorted(map(str, await db.fetch(f"SELECT * FROM {name}"))) for (name,) in names}
        keys = {key: await redis.get(key) for key in await redis.keys("*") if not key.startswith(COUNTS)}
        return {**tables, **keys}

    return read


@pytest.fixture
def unchanged(everything) -> Callable[[], AbstractAsyncContextManager[None]]:
    """`async with unchanged(): …`: asserts that the block writes nothing."""

    @asynccontextmanager
    async def compare() -> AsyncIterator[None]:
        before = await everything()
        yield
        assert await everything() == before

    return compare
