"""A folder of files, and rows that name them."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from image_community.posts import store_guard
from image_community.posts.domain.media import SweepLimit
from image_community.posts.sweep import sweep_files
from image_community.runtime.clock import utc_now
from image_community.runtime.database import make_engine, make_sessions
from image_community.uploads.files import MARKER, ImageFiles


@pytest.fixture
async def sessions(database, db):
    engine = make_engine(database.sqlalchemy_url())
    yield make_sessions(engine)
    await engine.dispose()


@pytest.fixture
async def state(sessions, settings):
    return {"sessions": sessions, "files": ImageFiles.in_folder(settings.media_root)}


@pytest.fixture
def marker(settings) -> Path:
    return settings.media_root / MARKER


@pytest.fixture
async def database_id(db) -> str:
    return str(await db.fetchval("SELECT database_id FROM media_store"))


@pytest.fixture
def make_file(settings) -> Callable[..., Path]:
    """A file that looks like an image's."""

    def make(area: str = "public") -> Path:
        path = settings.media_root / area / "ab" / f"{uuid.uuid4().hex}.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
        return path

    return make


@pytest.fixture
def make_named_file(make_file, make_post) -> Callable[..., Awaitable[Path]]:
    async def make() -> Path:
        path = make_file()
        await make_post(image_url=f"/uploads/ab/{path.name}")
        return path

    return make


@pytest.fixture
def check(state):
    return lambda: store_guard.check_store(**state, now=utc_now())


@pytest.fixture
def sweep(state):
    def sweep(now=None, *, max_percent: float = 10, min_files: int = 20):
        limit = SweepLimit(max_percent, min_files)
        return sweep_files(**state, limit=limit, now=now or utc_now())

    return sweep
