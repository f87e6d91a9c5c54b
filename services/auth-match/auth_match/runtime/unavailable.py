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
# By SQLSTATE, as in image-community, never by class of error: psycopg's OperationalError also has defects of
# ours, such as a statement that is too complex (54). 08 connection, 28 login, 40 rollback, 53 resources,
# 57 operator and timeouts, 58 system, as an I/O error; then: no such database, a lock, idle or too long in a
# transaction, read-only as a server is that is about to change places with its standby.
_CLASSES = frozenset({"08", "28", "40", "53", "57", "58"})
_STATES = frozenset({"3D000", "55P03", "25P03", "25P04", "25006"})
# Without a state the server has said nothing, or not yet: the connection was lost, or never made.
_STATELESS = (django.db.OperationalError, django.db.InterfaceError)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether asking again a little later can help."""
    if isinstance(error, _REDIS):
        return True
    if isinstance(error, django.db.Error):
        state = getattr(error.__cause__, "sqlstate", None)
        return isinstance(error, _STATELESS) if state is None else state[:2] in _CLASSES or state in _STATES
    return isinstance(error, ResponseError) and str(error).partition(" ")[0] in _REDIS_REPLIES
