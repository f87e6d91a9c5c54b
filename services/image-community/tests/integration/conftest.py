"""Real PostgreSQL, Redis and HTTP for every test here; only the keys of the callers are ours."""

import importlib.util
import sys
from collections.abc import Iterator

import pytest

from .fixtures_app import app, client, closed_app, make_post, picture, sent_statements, settings, upload
from .fixtures_callers import alice, bob, charlie, feed, jwks, make_user, name_server, sign, signing_key
from .fixtures_database import (
    database,
    db,
    deadlocks,
    migrate_database,
    new_database,
    redis,
    session,
    statements,
    until_blocked,
)
from .fixtures_processes import lines_until, running

__all__ = [
    "alice",
    "app",
    "bob",
    "charlie",
    "client",
    "closed_app",
    "database",
    "db",
    "deadlocks",
    "feed",
    "jwks",
    "lines_until",
    "make_post",
    "make_user",
    "migrate_database",
    "name_server",
    "new_database",
    "picture",
    "redis",
    "running",
    "sent_statements",
    "session",
    "settings",
    "sign",
    "signing_key",
    "statements",
    "until_blocked",
    "upload",
]


@pytest.fixture(autouse=True, scope="session")
def _no_search_for_trio() -> Iterator[None]:
    """httpx' ASGI transport searches all of sys.path for trio, twice per request."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("sniffio", "trio"):
            if importlib.util.find_spec(name) is None:
                patch.setitem(sys.modules, name, None)  # known to be absent
        yield
