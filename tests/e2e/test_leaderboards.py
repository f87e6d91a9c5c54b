"""The leaderboards through the one door: fitted and drawn by the worker, cacheable, safe to open."""

import asyncio

import httpx
import pytest
from tests.people.person import base_url

KINDS = {
    "models": "application/json",
    "models.svg": "image/svg+xml",
    "models.png": "image/png",
    "win-rates.svg": "image/svg+xml",
    "win-rates.png": "image/png",
}


async def published(anyone: httpx.AsyncClient, name: str) -> httpx.Response:
    """The document; a new system has none until its worker has fitted and drawn."""
    for _ in range(120):
        answer = await anyone.get(f"/api/v1/leaderboards/{name}")
        if answer.status_code != 503:
            break
        assert answer.headers["retry-after"]
        await asyncio.sleep(0.5)
    return answer


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
async def test_leaderboard_is_there_for_anybody(name: str, kind: str) -> None:
    async with httpx.AsyncClient(base_url=base_url(), timeout=10) as anyone:
        answer = await published(anyone, name)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.headers.get_list("cache-control") == ["public, max-age=30"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        known = {"If-None-Match": answer.headers["etag"]}
        again = await anyone.get(f"/api-image/v1/leaderboards/{name}/", headers=known)
        assert again.status_code == 304


async def test_drawing_may_style_itself_and_nothing_else() -> None:
    async with httpx.AsyncClient(base_url=base_url(), timeout=10) as anyone:
        policy = (await published(anyone, "models.svg")).headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")
