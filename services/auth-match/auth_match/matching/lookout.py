"""One picture of the crowd a process, taken when somebody asks and the last one is seconds old.

Never by the event loop itself, never two at a time, and nobody waits long for one.
"""

import asyncio
import time
from dataclasses import dataclass, field
from threading import Lock, Thread

import structlog
from redis.exceptions import RedisError

from auth_match.accounts.models import Gender
from auth_match.matching import crowd_store, metrics
from auth_match.matching.domain import index
from auth_match.matching.domain.crowd import Crowd, Side, crowd_of
from auth_match.matching.domain.waits import typical_waits
from auth_match.matching.models import PreferredGender

log = structlog.get_logger(__name__)

FRESH_SECONDS = 3.0
REST = 20  # a picture that took long is kept that many times longer: a twentieth of the time goes into it
STALE_SECONDS = 60.0  # an older one is not told
PATIENCE_SECONDS = 0.05  # for a newer one than there is; else the old one is told
FIRST_PATIENCE_SECONDS = 0.5  # when there is none
WAITS_SECONDS = 600


Place = tuple[bytes, float]  # class and score of somebody who can be found


@dataclass(frozen=True, slots=True)
class Picture:
    """`taken_at` in Redis' time, in which people's scores are, before the first read.

    `kept_apart`: user id → the places of those whom a block keeps apart from the user, filled by waiting.py.
    """

    sizes: dict[bytes, int]
    crowd: Crowd
    typical_waits: dict[Side, float]
    taken_at: float
    kept_apart: dict[int, list[Place]] = field(default_factory=dict)

    def shows(self, class_name: bytes, score: float) -> bool:
        """Whether somebody of that class, who has waited since then, is counted in it."""
        return class_name in self.sizes and score <= self.taken_at


class Lookout:
    """Keeps the newest picture; takes one at a time."""

    def __init__(self) -> None:
        self._newest: Picture | None = None
        self._finished, self._took = -STALE_SECONDS, 0.0  # seconds, monotonic
        self._lock = Lock()
        self._task: asyncio.Task[None] | None = None

    @property
    def newest(self) -> Picture | None:
        """None when there is none that could still be told."""
        return self._newest if time.monotonic() - self._finished < STALE_SECONDS else None

    @property
    def is_fresh(self) -> bool:
        pause = max(FRESH_SECONDS, REST * self._took)
        return self.newest is not None and time.monotonic() - self._finished < pause

    async def look(self) -> Picture | None:
        """The newest picture; does not wait long for one that is being taken."""
        if not self.is_fresh:
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(asyncio.to_thread(self.refresh))
            patience = PATIENCE_SECONDS if self.newest else FIRST_PATIENCE_SECONDS
            await asyncio.wait({self._task}, timeout=patience)
        return self.newest

    def look_in_thread(self) -> Picture | None:
        """The same for a thread; only the first one there is waits for its picture."""
        if self.newest is None:
            self.refresh()
        elif not self.is_fresh:
            Thread(target=self.refresh, name="lookout", daemon=True).start()
        return self.newest

    def refresh(self) -> None:
        """Takes a picture, unless another thread is at it. A Redis that is away leaves the old one."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            started = time.monotonic()
            self._newest = take_picture()
            self._finished = time.monotonic()
            self._took = self._finished - started
            _show(self._newest.crowd)
        except RedisError:
            log.warning("crowd_not_seen", exc_info=True)
            metrics.WAITING.clear()
        except Exception:  # an edge: in look() nobody reads what the task raises
            log.exception("crowd_not_seen")
            metrics.WAITING.clear()
        finally:
            self._lock.release()


lookout = Lookout()


def take_picture() -> Picture:
    taken_at = crowd_store.clock()
    sizes = crowd_store.class_sizes()
    crowd = crowd_of((index.seeker_of(name), size) for name, size in sizes.items())
    waits = crowd_store.recent_waits(since=taken_at - WAITS_SECONDS)
    return Picture(sizes, crowd, typical_waits(waits, crowd.waiting), taken_at)


def _show(crowd: Crowd) -> None:
    for gender in Gender.values:
        for wanted in PreferredGender.values:
            metrics.WAITING.labels(gender, wanted).set(crowd.waiting.get((gender, wanted), 0))
