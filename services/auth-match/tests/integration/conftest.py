from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from auth_match.runtime.redis import close_async_client, sync_client


@pytest.fixture(autouse=True)
def _keys(signing_key: Path) -> None:
    """Every integration test may sign."""


@pytest.fixture(autouse=True, scope="session")
def _patient_flush() -> Iterator[None]:
    """Emptying all tables between two tests is no request: on a slow disk it may take longer than one."""
    with pytest.MonkeyPatch.context() as patch:
        flush = BaseDatabaseOperations.execute_sql_flush

        def patient(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
            flush(self, ["SET LOCAL statement_timeout = '60s'", "SET LOCAL lock_timeout = '30s'", *sql_list])

        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", patient)
        yield


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
