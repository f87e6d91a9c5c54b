"""Counts of the whole queue, cached per process and refreshed when a request finds them seconds old.

Never read by the event loop itself, never twice at a time, and no request waits long for them.
"""

import asyncio
import time
from dataclasses import dataclass, field
from threading import Lock, Thread

import structlog
from redis.exceptions import RedisError

from auth_match.accounts.models import Gender
from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility_counts import CompatibilityCounts, Side, counts_of
from auth_match.matching.domain.typical_waits import typical_waits
from auth_match.matching.models import PreferredGender
from auth_match.matching.stats import metrics, store
from auth_match.matching.stats.store import IndexEntry

log = structlog.get_logger(__name__)

WAITS_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Timings:
    """How long counts are kept, and how long a request waits for them; in seconds.

    `rest`: counts that took long are kept that many times longer: a twentieth of the time goes into them.
    `stale`: older ones are not used.
    `patience`: for newer counts than there are; then the old ones are used. `first_patience`: without any.
    """

    fresh: float = 3.0
    rest: float = 20
    stale: float = 60.0
    patience: float = 0.05
    first_patience: float = 0.5


TIMINGS = Timings()


@dataclass(frozen=True, slots=True)
class Counts:
    """`taken_at` in Redis' time, in which scores are given, before the first read.

    `blocked`: user id → the entries of users that a block excludes for that user, filled by wait_estimate.py.
    """

    bucket_sizes: dict[bytes, int]
    compatibility: CompatibilityCounts
    typical_waits: dict[Side, float]
    taken_at: float
    blocked: dict[int, list[IndexEntry]] = field(default_factory=dict)

    def includes(self, bucket: bytes, score: float) -> bool:
        """Whether a user of that bucket, queued since `score`, is counted in them."""
        return bucket in self.bucket_sizes and score <= self.taken_at


class QueueStatsCache:
    """Keeps the newest counts; reads them once at a time."""

    def __init__(self, timings: Timings = TIMINGS) -> None:
        self.timings = timings
        self._newest: Counts | None = None
        self._finished, self._took = -timings.stale, 0.0  # seconds, monotonic
        self._lock = Lock()
        self._task: asyncio.Task[None] | None = None

    @property
    def newest(self) -> Counts | None:
        """None when there are none that can still be used."""
        return self._newest if time.monotonic() - self._finished < self.timings.stale else None

    @property
    def is_fresh(self) -> bool:
        pause = max(self.timings.fresh, self.timings.rest * self._took)
        return self.newest is not None and time.monotonic() - self._finished < pause

    async def counts(self) -> Counts | None:
        """The newest; does not wait long for those that are being read."""
        if not self.is_fresh:
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(asyncio.to_thread(self.refresh))
            patience = self.timings.patience if self.newest else self.timings.first_patience
            await asyncio.wait({self._task}, timeout=patience)
        return self.newest

    def counts_in_thread(self) -> Counts | None:
        """The same for a thread; only the first call waits for its counts."""
        if self.newest is None:
            self.refresh()
        elif not self.is_fresh:
            Thread(target=self.refresh, name="queue_stats", daemon=True).start()
        return self.newest

    def refresh(self) -> None:
        """Reads them, unless another thread does. A Redis that is away leaves the old ones."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            started = time.monotonic()
            self._newest = read_counts()
            self._finished = time.monotonic()
            self._took = self._finished - started
            _show(self._newest.compatibility)
        except RedisError:
            log.warning("queue_stats_failed", exc_info=True)
            metrics.WAITING.clear()
        except Exception:  # an edge: counts() never reads what the task raises
            log.exception("queue_stats_failed")
            metrics.WAITING.clear()
        finally:
            self._lock.release()


queue_stats = QueueStatsCache()


def read_counts() -> Counts:
    taken_at = store.clock()
    sizes = store.bucket_sizes()
    compatibility = counts_of((candidate_index.seeker_of(bucket), size) for bucket, size in sizes.items())
    waits = store.recent_waits(since=taken_at - WAITS_SECONDS)
    return Counts(sizes, compatibility, typical_waits(waits, compatibility.waiting), taken_at)


def _show(counts: CompatibilityCounts) -> None:
    for gender in Gender.values:
        for wanted in PreferredGender.values:
            metrics.WAITING.labels(gender, wanted).set(counts.waiting.get((gender, wanted), 0))
