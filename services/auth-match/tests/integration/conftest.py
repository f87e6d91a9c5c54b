from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from auth_match.runtime.redis import close_async_client, sync_client


@pytest.fixture(autouse=True)
def _keys(signing_key: Path) -> None:
    """Every integration test may sign."""


@pytest.fixture(autouse=True)
def empty_redis() -> Iterator[None]:
    """Flushes the logical database that AUTH_MATCH_REDIS_URL names, and only that."""
    sync_client().flushdb()
    yield
    sync_client().flushdb()


@pytest.fixture
async def loop_redis() -> AsyncIterator[None]:
    """For tests that use Redis on their event loop: ends its connections with the loop."""
    yield
    await close_async_client()
