"""What a waiting user learns of the others: how many are compatible both ways and, where it means something,
how long it takes. All of it from the process' cached counts (queue_stats.py), so it is some seconds old.
"""

from dataclasses import replace
from math import ceil

import structlog
from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import may_meet
from auth_match.matching.domain.compatibility_counts import count_compatible
from auth_match.matching.safety import repository as safety
from auth_match.matching.state.snapshot import QueueEntry, QueueStats, Snapshot
from auth_match.matching.stats import store
from auth_match.matching.stats.queue_stats import Counts, queue_stats
from auth_match.matching.stats.store import IndexEntry
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)


async def with_wait_estimate(state: Snapshot, *, user_id: int) -> Snapshot:
    """The state; that of a waiting user with `entry.stats`."""
    if state.entry is None or (counts := await queue_stats.counts()) is None:
        return state
    stats = _stats(state.entry, counts)
    if stats.compatible:  # else there is nothing to read, and no thread to wait for
        stats = await in_database_thread(_without_blocked, stats, state.entry, counts, user_id)
    return _with_stats(state, state.entry, stats)


def with_wait_estimate_in_thread(state: Snapshot, *, user_id: int) -> Snapshot:
    """The same for the API's threads."""
    if state.entry is None or (counts := queue_stats.counts_in_thread()) is None:
        return state
    stats = _without_blocked(_stats(state.entry, counts), state.entry, counts, user_id)
    return _with_stats(state, state.entry, stats)


def _with_stats(state: Snapshot, entry: QueueEntry, stats: QueueStats) -> Snapshot:
    return replace(state, entry=replace(entry, stats=stats))


def _stats(entry: QueueEntry, counts: Counts) -> QueueStats:
    seeker = candidate_index.seeker_of(entry.bucket)
    is_counted = counts.includes(entry.bucket, entry.queued_at)
    compatible = count_compatible(counts.compatibility, seeker, is_counted=is_counted)
    wait = counts.typical_waits.get((seeker.gender, seeker.preferred_gender))
    # of no use to a user who has waited longer already
    if wait is None or clock.now().timestamp() - entry.queued_at >= wait:
        return QueueStats(compatible)
    return QueueStats(compatible, ceil(wait))


def _without_blocked(stats: QueueStats, entry: QueueEntry, counts: Counts, user_id: int) -> QueueStats:
    """Users that a block excludes are not compatible, whichever of the two made it.

    Two compatible users who may be offered to each other are never both waiting. So a count that includes a
    user who has blocked this one would give the block away.
    """
    if not stats.compatible:
        return stats
    seeker = candidate_index.seeker_of(entry.bucket)
    try:
        found = _findable_blocked(counts, user_id)
    except (DatabaseError, RedisError):
        log.warning("compatible_count_left_out", exc_info=True)
        return replace(stats, compatible=None)
    blocked = sum(
        may_meet(seeker, candidate_index.seeker_of(bucket))
        for bucket, score in found
        if counts.includes(bucket, score)
    )
    return replace(stats, compatible=max(0, stats.compatible - blocked))


def _findable_blocked(counts: Counts, user_id: int) -> list[IndexEntry]:
    """Read once per user and counts: a client that sends `sync` over and over costs no more than another."""
    if user_id not in counts.blocked:
        counts.blocked[user_id] = list(store.findable(safety.ids_blocked_either_way(user_id)))
    return counts.blocked[user_id]
