"""Follows the feed of account events and calls its subscribers within a second, independently of Redis.

Each realtime process reads the table itself: it has to close the sockets that only it holds. At rest only its
first subscriber does, with one query per poll.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from auth_match.accounts import service as accounts
from auth_match.accounts.models import AccountEvent
from auth_match.realtime.open_sockets import open_sockets
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.ending import end_tasks

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.4  # of the second that a revocation may take
BATCH = 500

Subscriber = Callable[[AccountEvent], Awaitable[None]]


@asynccontextmanager
async def following(
    subscribers: Sequence[Subscriber], *, poll_seconds: float = POLL_SECONDS
) -> AsyncIterator[None]:
    """Follows the feed from now on, as long as the process serves.

    Each subscriber has its own position: one that fails (Redis is down, say) does not delay those before it
    and misses no event. An event reaches a subscriber only after those before it have handled it.
    """
    _, after = await in_database_thread(accounts.account_events, limit=1)
    followers: list[_Follower] = []
    for subscriber in subscribers:
        followers.append(_Follower(subscriber, after, followers[-1] if followers else None))
    tasks = [asyncio.create_task(follower.follow(poll_seconds)) for follower in followers]
    try:
        yield
    finally:
        await end_tasks(tasks)


@dataclass
class _Follower:
    """`position` is the `seq` of the last event that the subscriber has handled."""

    subscriber: Subscriber
    position: int
    leader: "_Follower | None"
    _gap_through: int = 0
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, poll_seconds: float) -> None:
        while True:
            try:
                await self._catch_up()
            except Exception:
                # An edge of the process: the database may be down for a while; no event is skipped.
                log.exception("account_feed_failed", position=self.position)
            await asyncio.sleep(poll_seconds)
            if self.leader:
                await self.leader.passed(self.position)

    async def passed(self, position: int) -> None:
        """Returns when this subscriber has handled an event after that position. One task may wait."""
        while self.position <= position:
            self._moved.clear()
            await self._moved.wait()

    async def _catch_up(self) -> None:
        events = await in_database_thread(accounts.account_events_after, self.position, limit=BATCH)
        if events:
            await self._notice_gap()
        for event in events:
            if self.leader and event.seq > self.leader.position:
                return
            await self.subscriber(event)
            self.position = event.seq
            self._moved.set()

    async def _notice_gap(self) -> None:
        """When this reader is behind by the whole retention, the feed still has the current state of users,
        but no longer which sessions ended: closes every socket, so that clients authenticate again. (Without
        later events none was deleted: the last one is kept.)"""
        deleted_through = await in_database_thread(accounts.events_deleted_through)
        if self.position < deleted_through and deleted_through > self._gap_through:
            log.error("account_feed_gap", position=self.position, deleted_through=deleted_through)
            self._gap_through = deleted_through
            open_sockets.close_all()


async def end_sockets(event: AccountEvent) -> None:
    """Closes the sockets of a session that ended (4401)."""
    if event.kind == AccountEvent.Kind.SESSION_ENDED and event.sid is not None:
        open_sockets.close_session(event.sid)
