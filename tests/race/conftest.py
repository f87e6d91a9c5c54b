"""Trials are tests with a size: short in `make test`, long in `make race-*` (MARU_TRIALS=long)."""

import logging
from collections.abc import AsyncIterator

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
import pytest
from tests.system import NativeSystem

from tests.conftest import IS_LONG


@pytest.fixture(autouse=True)
def only_what_a_trial_prints() -> None:
    """Not each of its thousands of requests."""
    logging.getLogger("httpx").setLevel(logging.WARNING)


@pytest.fixture
def is_long() -> bool:
    return IS_LONG


@pytest.fixture
async def db(system: NativeSystem) -> AsyncIterator[asyncpg.Connection]:
    """The running image-community's own database, past the service."""
    connection = await asyncpg.connect(
        host="127.0.0.1",
        port=system.settings.ports.postgres,
        user="postgres",
        password=(system.settings.secrets / "postgres_password").read_text(),
        database="image_community",
    )
    yield connection
    await connection.close()
