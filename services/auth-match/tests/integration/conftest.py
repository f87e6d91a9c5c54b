from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
from django.core.management.color import Style
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations

from auth_match.runtime.redis import close_async_client, sync_client

CREATED_BY_MIGRATE = ("django_content_type", "auth_permission")


@pytest.fixture(autouse=True)
def _keys(signing_key: Path) -> None:
    """Every integration test can sign tokens."""


@pytest.fixture(autouse=True, scope="session")
def _quick_flush() -> Iterator[None]:
    """Empties tables by DELETE between two tests: few have rows, and TRUNCATE rewrites the files of all.

    The rows that `migrate` creates from the code (content types, permissions) stay.
    On a slow disk this may take longer than the timeouts of a request.
    """

    def delete(
        self: DatabaseOperations,
        _style: Style,
        tables: Sequence[str],
        *,
        reset_sequences: bool = False,
        allow_cascade: bool = False,
    ) -> list[str]:
        assert not reset_sequences, "no test here relies on ids"
        return [
            "SET LOCAL statement_timeout = '60s'",
            "SET LOCAL lock_timeout = '30s'",
            "SET LOCAL session_replication_role = replica",  # disables foreign keys: any order works
            *(f"DELETE FROM {self.quote_name(table)}" for table in tables if table not in CREATED_BY_MIGRATE),
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", delete)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
        yield


@pytest.fixture(autouse=True)
def empty_redis() -> Iterator[None]:
    """Flushes the logical database of AUTH_MATCH_REDIS_URL only."""
    sync_client().flushdb()
    yield
    sync_client().flushdb()


@pytest.fixture
async def loop_redis() -> AsyncIterator[None]:
    """For tests that use Redis on their event loop: closes its connections before the loop ends."""
    yield
    await close_async_client()
