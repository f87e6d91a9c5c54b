"""The ended sessions: each web process follows the feed and keeps them in memory.

Only this revokes a token: disabling or deleting an account also ends its sessions. While auth-match is down
no new revocations arrive, and the known ones stay.
"""

import asyncio
import time
from collections.abc import Callable

import structlog

from image_community.identity import metrics
from image_community.identity.account_feed import SESSION_ENDED, AccountFeed, FeedUnavailable
from image_community.runtime.problem import Unavailable

log = structlog.get_logger()

READ_SECONDS = 0.6  # of the second that a revocation may take
KEEP_SECONDS = (
    630.0  # a token is valid for 600 s plus 30 s of leeway; after that the revocation is not needed
)


class Revocations:
    """The ended sessions. `monotonic` is the clock, in seconds; tests pass their own."""

    def __init__(self, feed: AccountFeed, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._feed = feed
        self._monotonic = monotonic
        self._forget_at: dict[str, float] = {}  # by sid, in order of expiry
        self._position: int | None = None
        self._was_read = False
        self._is_lost = False

    def __len__(self) -> int:
        return len(self._forget_at)

    def is_revoked(self, sid: str) -> bool:
        """Whether that session has ended.

        Raises:
            Unavailable: the feed was never read to its end, so this is unknown.
        """
        if not self._was_read:
            raise Unavailable
        return sid in self._forget_at

    async def follow_forever(self) -> None:
        """The background task."""
        while True:
            try:
                await self.catch_up()
            except Exception:
                # nothing awaits this task, and it must continue
                log.exception("account_feed_failed", position=self._position)
            await asyncio.sleep(READ_SECONDS)

    async def catch_up(self) -> None:
        """Read to the end of the feed. After a failure the known revocations stay."""
        self._forget_old()
        try:
            while not await self._read_page():
                pass
        except FeedUnavailable as error:
            if not self._is_lost:
                log.warning("account_feed_lost", error=str(error))
            self._is_lost = True
        else:
            if self._is_lost:
                log.info("account_feed_recovered")
            self._was_read, self._is_lost = True, False

    async def _read_page(self) -> bool:
        """Whether this was the last page."""
        page = await self._feed.read(after=self._position)
        if self._position is not None and page.last_seq < self._position:
            log.error("account_feed_went_back", position=self._position, last_seq=page.last_seq)
            self._position = None  # another history, as after a restored backup: start again
            return False
        if self._position is not None and page.misses_events_after(self._position):
            log.error("account_feed_gap", position=self._position, deleted_through=page.deleted_through)
            metrics.FEED_GAPS.inc()
            self._position = None  # only events of the last minutes still matter
            return False
        for event in page.events:
            if event.kind == SESSION_ENDED and event.sid is not None:
                self._forget_at.pop(event.sid, None)
                self._forget_at[event.sid] = self._monotonic() + KEEP_SECONDS
        self._position = page.reached(self._position)
        return not page.events or self._position >= page.last_seq

    def _forget_old(self) -> None:
        now = self._monotonic()
        while self._forget_at:
            sid, forget_at = next(iter(self._forget_at.items()))
            if forget_at > now:
                return
            del self._forget_at[sid]
