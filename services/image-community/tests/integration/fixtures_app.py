"""The application, with its lifespan, over ASGI; posts and uploads."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pyvips
from fastapi import FastAPI
from redis.asyncio import Redis
from sqlalchemy import event

from image_community.main import create_app
from image_community.runtime.settings import DatabaseSettings, Settings

from .fixtures_callers import FeedServer, JwksServer, NameServer, User
from .fixtures_database import variable


@pytest.fixture
def settings(
    database: DatabaseSettings, jwks: JwksServer, feed: FeedServer, name_server: NameServer, tmp_path: Path
) -> Settings:
    return Settings(
        database_url=database.database_url,
        database_password=database.database_password,
        redis_url=variable("IMAGE_COMMUNITY_REDIS_URL"),
        redis_password=variable("IMAGE_COMMUNITY_REDIS_PASSWORD", ""),
        jwks_url=jwks.url,
        account_events_url=feed.url,
        user_names_url=name_server.url,
        service_credential=feed.credential,
        media_root=tmp_path / "media",
        public_url="https://maru.test",
    )


@pytest.fixture(scope="session")
def closed_app() -> FastAPI:
    """Built once: building all routes takes 60 ms. It has no state of a test."""
    return create_app(Settings.model_construct())


@pytest.fixture
async def app(
    closed_app: FastAPI, settings: Settings, db: asyncpg.Connection, redis: Redis
) -> AsyncIterator[FastAPI]:
    closed_app.state.settings = settings  # the rest opens with its lifespan
    async with closed_app.router.lifespan_context(closed_app):
        yield closed_app
    closed_app.dependency_overrides.clear()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=30) as client:
        yield client


@pytest.fixture
def make_post(db: asyncpg.Connection) -> Callable[..., Awaitable[int]]:
    """Inserts a post and its counters; returns its id. Columns by keyword; inactive means withdrawn."""

    async def make(user_id: int = 9, **columns: Any) -> int:
        values = {
            "user_id": user_id,
            "image_url": f"/uploads/ab/{uuid.uuid4().hex}.webp",
            "prompt": "a cat",
            "width": 64,
            "height": 48,
            "deleted_at": None if columns.get("is_active", True) else datetime.now(UTC),
            **columns,
        }
        names = ", ".join(values)
        marks = ", ".join(f"${at}" for at in range(1, len(values) + 1))
        post_id = await db.fetchval(
            f"INSERT INTO image_posts ({names}) VALUES ({marks}) RETURNING id", *values.values()
        )
        await db.execute(
            "INSERT INTO image_post_counters (image_post_id, is_active, created_at)"
            " SELECT id, is_active, created_at FROM image_posts WHERE id = $1",
            post_id,
        )
        return int(post_id)

    return make


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """A real image file; `seed` makes each one different."""

    def make(suffix: str = ".jpg", *, width: int = 64, height: int = 48, seed: int = 0, **save: Any) -> bytes:
        noise = pyvips.Image.gaussnoise(width, height, mean=128, sigma=40, seed=seed).cast("uchar")
        image = noise.bandjoin([noise.invert(), noise]).copy(interpretation="srgb")
        return bytes(image.write_to_buffer(suffix, **save))

    return make


@pytest.fixture
def upload(
    client: httpx.AsyncClient, picture: Callable[..., bytes]
) -> Callable[..., Awaitable[httpx.Response]]:
    """Posts an image as a browser would."""

    async def send(who: User, content: bytes | None = None, **fields: str) -> httpx.Response:
        form = {"prompt": "a cat", **fields}
        files = {"file": ("cat.jpg", picture() if content is None else content, "image/jpeg")}
        return await client.post("/api/v1/images", headers=who.headers, data=form, files=files)

    return send


@pytest.fixture
def sent_statements(app: FastAPI) -> Callable[[], Awaitable[list[Any]]]:
    """What this service sent to PostgreSQL since the last call."""
    sent: list[Any] = []

    def begin(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.driver_connection.add_query_logger(sent.append)

    async def take() -> list[Any]:
        await asyncio.sleep(0)  # asyncpg calls its loggers by the event loop
        taken, sent[:] = sent[:], []
        return taken

    def of_session(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)  # what SQLAlchemy prepares asyncpg does not log

    engine = app.state.connections.sessions.engine.sync_engine
    event.listen(engine, "checkout", begin)
    event.listen(engine, "before_cursor_execute", of_session)
    return take
