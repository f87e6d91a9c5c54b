"""Which errors of PostgreSQL and Redis mean "not just now" (503) rather than a defect of ours (500).

contracts/unavailable_errors.json lists what they may say; both services' tests raise each of them.
"""

import django.db
from redis.exceptions import (
    ClusterDownError,
    ConnectionError,  # noqa: A004 - Redis' own; OSError's is not meant here
    ExecAbortError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
    TimeoutError,  # noqa: A004
    TryAgainError,
)

# Connection lost, full, about to change places with its replica, loading, part of a cluster that is down.
_REDIS = (
    ConnectionError,
    TimeoutError,
    OutOfMemoryError,
    ReadOnlyError,
    ClusterDownError,
    TryAgainError,
    ExecAbortError,
)
# Replies that redis-py has no class for. Source: Redis' src/server.c, createSharedObjects.
_REDIS_REPLIES = frozenset({"MISCONF", "NOREPLICAS", "UNBLOCKED", "BUSY"})
# Django makes OperationalError of most; of these states psycopg makes InternalError: idle, or too long, in a
# transaction, and read-only, as a server is that is about to change places with its standby.
_DATABASE = (django.db.OperationalError, django.db.InterfaceError)
_STATES = frozenset({"25P03", "25P04", "25006"})


def is_unavailable(error: BaseException | None) -> bool:
    """Whether asking again a little later can help."""
    if isinstance(error, (*_DATABASE, *_REDIS)):
        return True
    if isinstance(error, django.db.DatabaseError):
        return getattr(error.__cause__, "sqlstate", None) in _STATES
    return isinstance(error, ResponseError) and str(error).partition(" ")[0] in _REDIS_REPLIES
