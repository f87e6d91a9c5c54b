"""Which errors of PostgreSQL and Redis are transient, so that the answer is 503 and not 500."""

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from redis.exceptions import (
    ClusterDownError,
    ExecAbortError,
    OutOfMemoryError,
    ReadOnlyError,
    TryAgainError,
)
from sqlalchemy.exc import DBAPIError

# Replies without a class in redis-py. Source: Redis' src/server.c, createSharedObjects.
TRANSIENT_REDIS_REPLIES = frozenset({"MISCONF", "NOREPLICAS", "UNBLOCKED", "BUSY"})


def is_transient(error: DBAPIError) -> bool:
    """Whether a retry can help: connection lost, server starting or full, a timeout, a deadlock."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if error.connection_invalidated or isinstance(error.orig, (OSError, asyncpg.InterfaceError)):
        return True
    return is_transient_state(state)


def is_transient_state(state: str) -> bool:
    """08 connection, 28 login, 40 rollback, 53 resources, 57 operator and timeouts, 58 system (I/O error);
    3D000 no such database, 55P03 lock, 25P03 idle in a transaction, 25P04 transaction too long, 25006
    read-only: a failover to the standby is in progress. auth-match has the same list."""
    states = {"3D000", "55P03", "25P03", "25P04", "25006"}
    return state[:2] in {"08", "28", "40", "53", "57", "58"} or state in states


def is_redis_unavailable(error: Exception) -> bool:
    """Whether Redis refuses temporarily: full, loading, a cluster that is down, a failover to a replica
    (contracts/unavailable_errors.json)."""
    if isinstance(error, (OutOfMemoryError, ReadOnlyError, ClusterDownError, TryAgainError, ExecAbortError)):
        return True
    return str(error).partition(" ")[0] in TRANSIENT_REDIS_REPLIES
