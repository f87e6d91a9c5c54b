"""/healthz and /readyz without their servers; what they answer is in tests/e2e/test_parity.py."""

import httpx
import pytest

from image_community.main import create_app


@pytest.mark.parametrize(
    "change",
    [
        {"redis_url": "redis://127.0.0.1:1/0"},
        {"database_url": "postgresql://nobody@127.0.0.1:1/nothing"},
        {"database_url": "postgresql://nobody@no-such-host.invalid:5432/nothing"},
    ],
    ids=["no Redis", "no PostgreSQL", "no such host"],
)
async def test_alive_but_not_ready(settings, change):
    app = create_app(settings.model_copy(update=change))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            assert (await client.get("/healthz")).status_code == 200
            answer = await client.get("/readyz")
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert answer.headers["retry-after"]
