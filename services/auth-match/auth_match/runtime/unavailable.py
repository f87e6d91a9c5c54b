"""Which errors of PostgreSQL and Redis mean "unavailable" (503) rather than a defect of ours (500).

contracts/unavailable_errors.json lists them; both services' tests raise each.
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

# Connection lost, out of memory, in a failover, loading, part of a cluster that is down.
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
# By SQLSTATE, as in image-community, never by exception class: psycopg's OperationalError also covers defects
# of ours, such as a statement that is too complex (54). 08 connection, 28 login, 40 rollback, 53 resources,
# 57 operator and timeouts, 58 system, such as an I/O error; then: no such database, lock not available, idle
# in transaction, transaction too long, read-only, such as a server during a failover.
_CLASSES = frozenset({"08", "28", "40", "53", "57", "58"})
_STATES = frozenset({"3D000", "55P03", "25P03", "25P04", "25006"})
# Without a SQLSTATE the server has not responded: the connection was lost or never established.
_STATELESS = (django.db.OperationalError, django.db.InterfaceError)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether a later retry can succeed."""
    if isinstance(error, _REDIS):
        return True
    if isinstance(error, django.db.Error):
        state = getattr(error.__cause__, "sqlstate", None)
        return isinstance(error, _STATELESS) if state is None else state[:2] in _CLASSES or state in _STATES
    return isinstance(error, ResponseError) and str(error).partition(" ")[0] in _REDIS_REPLIES
