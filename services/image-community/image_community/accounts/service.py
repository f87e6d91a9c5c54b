"""The use cases: follow auth-match's account events, and hand users what is kept of them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

import structlog
from sqlalchemy.engine import RowMapping
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
from image_community.posts import placing
from image_community.posts import repository as posts
from image_community.posts.store_guard import StoreRefused
from image_community.runtime.database import Sessions, set_local, transaction
from image_community.runtime.locks import lock_account
from image_community.tournaments import repository as tournaments
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()

EVENT_TIME = "300s"  # for one statement about one account: it may have made more than fits a request
EXPORT_ROWS = 1000

Effect = Callable[[AsyncSession, int], Awaitable[None]]
EFFECTS: Mapping[str, Effect] = {
    USER_DISABLED: effects.disable,
    USER_ENABLED: effects.enable,
    USER_DELETED: effects.delete,
}

PARTS: Mapping[str, Callable[..., Awaitable[Sequence[RowMapping]]]] = {
    "posts": posts.posts_of,
    "likes": likes.likes_of,
    "votes": tournaments.votes_of,
}


async def follow_account_events(*, sessions: Sessions, feed: AccountFeed, files: ImageFiles) -> int:
    """The worker's job: apply what the feed tells, each event exactly once; answers how many it told.

    Raises:
        FeedUnavailable: it could not be read to its end.
    """
    told = 0
    while True:
        async with transaction(sessions) as session:
            position = await repository.cursor(session)
        page = await feed.read(after=position)
        if page.last_seq < position:
            await _begin_anew(sessions, position, page.last_seq)
            return told
        if position and page.misses_events_after(position):
            # Only what ended sessions, which is nothing to us, and what a later event overtook: so go on.
            log.error("account_feed_gap", position=position, deleted_through=page.deleted_through)
        for event in page.events:
            await _apply(sessions, files, event)
        told += len(page.events)
        if page.reached(position) >= page.last_seq or not page.events:
            return told


async def _apply(sessions: Sessions, files: ImageFiles, event: AccountEvent) -> None:
    """The event's changes and the position after it are one transaction, so that no death comes between."""
    effect = EFFECTS.get(event.kind)
    if event.kind == USER_ENABLED:
        await _restore_files(sessions, files, event.user_id)
    async with transaction(sessions) as session:
        if event.seq <= await repository.lock_cursor(session):
            return  # another worker was faster
        if effect is not None:
            await set_local(session, statement_timeout=EVENT_TIME)
            await lock_account(session, event.user_id)
            await effect(session, event.user_id)
        await repository.move_cursor(session, event.seq)
    if effect is not None:
        log.info("account_event_applied", seq=event.seq, kind=event.kind, user_id=event.user_id)


async def _restore_files(sessions: Sessions, files: ImageFiles, user_id: int) -> None:
    """Files first, rows second, as in an upload: a post that is visible has its file."""
    async with transaction(sessions) as session:
        image_urls = await posts.hidden_image_urls_of(session, user_id)
    try:
        for image_url in image_urls:
            await placing.restore_file(sessions=sessions, files=files, image_url=image_url)
    except StoreRefused as refused:
        # The event is applied all the same, and writes down every file: each is moved once the store is ours.
        log.error("restore_files_refused_by_media_guard", user_id=user_id, error=str(refused))


async def _begin_anew(sessions: Sessions, position: int, last_seq: int) -> None:
    """The feed ends before our position: auth-match was restored from a backup, or begun anew.

    Every effect is idempotent, so applying the feed's history once more leads to its present.
    """
    log.error("account_feed_went_back", position=position, last_seq=last_seq)
    async with transaction(sessions) as session:
        if await repository.lock_cursor(session) == position:
            await repository.move_cursor(session, 0)


async def export(*, sessions: Sessions, user_id: int) -> AsyncIterator[tuple[str, Sequence[RowMapping]]]:
    """All that is kept of a user: (part, rows), one part after the other, in the order of `PARTS`.

    Some rows at a time, at least once for each part: never all in memory, no transaction open in between.
    """
    for part, read in PARTS.items():
        after: int | None = 0
        while after is not None:
            async with transaction(sessions) as session:
                rows = await read(session, user_id, after=after, limit=EXPORT_ROWS)
            yield part, rows
            after = rows[-1]["id"] if len(rows) == EXPORT_ROWS else None
