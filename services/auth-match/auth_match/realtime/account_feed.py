"""Follows the feed of account events and tells those who act on it, within a second, whatever Redis does.

Each realtime process reads the table for itself: it has to close the sockets that it alone holds.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import structlog

from auth_match.accounts import service as accounts
from auth_match.accounts.models import AccountEvent
from auth_match.realtime.open_sockets import open_sockets
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.25
BATCH = 500

Subscriber = Callable[[AccountEvent], Awaitable[None]]


@asynccontextmanager
async def following(subscribers: Sequence[Subscriber]) -> AsyncIterator[None]:
    """Follows the feed from now on, for as long as the process serves.

    Each subscriber has a position of its own: one that fails (Redis is away, say) holds up nobody else, and
    misses nothing.
    """
    _, after = await in_database_thread(accounts.account_events, limit=1)
    tasks = [asyncio.create_task(_follow(after, subscriber)) for subscriber in subscribers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _follow(after: int, subscriber: Subscriber) -> None:
    while True:
        try:
            events, _ = await in_database_thread(accounts.account_events, limit=BATCH, after=after)
            for event in events:
                await subscriber(event)
                after = event.seq
        except Exception:
            # An edge of the process: the database may be away for a while; nothing is skipped, only later.
            log.exception("account_feed_failed", after=after)
        await asyncio.sleep(POLL_SECONDS)


async def end_sockets(event: AccountEvent) -> None:
    """A session that ended takes its sockets with it (4401)."""
    if event.kind == AccountEvent.Kind.SESSION_ENDED and event.sid is not None:
        open_sockets.end(event.sid)
