"""The use cases: follow auth-match's account events, and export the data of a user."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.accounts import effects, repository
from image_community.identity.account_feed import (
    USER_DELETED,
    USER_DISABLED,
    USER_ENABLED,
    AccountEvent,
    AccountFeed,
)
from image_community.likes import repository as likes
from image_community.posts import file_moves, image_queries
from image_community.posts import repository as posts
from image_community.posts.store_guard import StoreRefused
from image_community.runtime.database import Sessions, set_local, transaction
from image_community.runtime.locks import lock_account
from image_community.runtime.prepared import Row
from image_community.tournaments import repository as tournaments
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()

EVENT_TIMEOUT = "300s"  # of one statement: an account may have more rows than a request can process
EXPORT_ROWS = 1000

Effect = Callable[[AsyncSession, int], Awaitable[None]]
EFFECTS: Mapping[str, Effect] = {
    USER_DISABLED: effects.disable,
    USER_ENABLED: effects.enable,
    USER_DELETED: effects.delete,
}

PARTS: Mapping[str, Callable[..., Awaitable[Sequence[Row]]]] = {
    "posts": image_queries.posts_of,
    "likes": likes.likes_of,
    "votes": tournaments.votes_of,
}


async def follow_account_events(*, sessions: Sessions, feed: AccountFeed, files: ImageFiles) -> int:
    """The worker's job: apply the events of the feed, each exactly once; returns how many were read.

    Raises:
        FeedUnavailable: the feed could not be read to its end.
    """
    events_read = 0
    while True:
        async with transaction(sessions) as session:
            position = await repository.cursor(session)
        page = await feed.read(after=position)
        if page.last_seq < position:
            await _restart_feed(sessions, position, page.last_seq)
            return events_read
        if position and page.misses_events_after(position):
            # The feed deletes only events of sessions, and events that a later one supersedes: continue.
            log.error("account_feed_gap", position=position, deleted_through=page.deleted_through)
        for event in page.events:
            await _apply(sessions, files, event)
        events_read += len(page.events)
        if page.reached(position) >= page.last_seq or not page.events:
            return events_read


async def _apply(sessions: Sessions, files: ImageFiles, event: AccountEvent) -> None:
    """One transaction for the changes and the new position, so that a crash cannot separate them."""
    effect = EFFECTS.get(event.kind)
    if event.kind == USER_ENABLED:
        await _restore_files(sessions, files, event.user_id)
    async with transaction(sessions) as session:
        if event.seq <= await repository.lock_cursor(session):
            return  # another worker applied it
        if effect is not None:
            await set_local(session, statement_timeout=EVENT_TIMEOUT)
            await lock_account(session, event.user_id)
            await effect(session, event.user_id)
        await repository.move_cursor(session, event.seq)
    if effect is not None:
        log.info("account_event_applied", seq=event.seq, kind=event.kind, user_id=event.user_id)


async def _restore_files(sessions: Sessions, files: ImageFiles, user_id: int) -> None:
    """Files before rows, as in an upload: a visible post always has its file."""
    async with transaction(sessions) as session:
        image_urls = await posts.hidden_image_urls_of(session, user_id)
    try:
        for image_url in image_urls:
            await file_moves.restore_file(sessions=sessions, files=files, image_url=image_url)
    except StoreRefused as refused:
        # The event is still applied and inserts a pending move per file, done once the store is ours.
        log.error("restore_files_refused_by_media_guard", user_id=user_id, error=str(refused))


async def _restart_feed(sessions: Sessions, position: int, last_seq: int) -> None:
    """The feed ends before our position: auth-match was restored from a backup, or reset.

    Every effect is idempotent, so applying the whole feed again leads to its current state.
    """
    log.error("account_feed_went_back", position=position, last_seq=last_seq)
    async with transaction(sessions) as session:
        if await repository.lock_cursor(session) == position:
            await repository.move_cursor(session, 0)


async def export(*, sessions: Sessions, user_id: int) -> AsyncIterator[tuple[str, Sequence[Row]]]:
    """The data of a user as (part, rows), in the order of `PARTS`.

    In pages of `EXPORT_ROWS`, at least one per part, each in its own transaction.
    """
    for part, read in PARTS.items():
        after: int | None = 0
        while after is not None:
            async with transaction(sessions) as session:
                rows = await read(session, user_id, after=after, limit=EXPORT_ROWS)
            yield part, rows
            after = rows[-1]["id"] if len(rows) == EXPORT_ROWS else None
