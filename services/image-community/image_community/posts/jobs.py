"""The worker's jobs on files of changed posts, and on the counts. Each may be interrupted and repeated.

Those on files raise StoreRefused, before any move, while the store is another database's.
"""

from datetime import datetime, timedelta

import structlog

from image_community.posts import count_repository, file_repository
from image_community.posts.file_moves import move_file_in
from image_community.posts.store_guard import require_own_store
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import lock_file
from image_community.runtime.problem import StorageUnavailable
from image_community.uploads.domain.object_key import key_of
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()

PURGE_AFTER = timedelta(days=30)
PURGE_BATCH = 500
MOVE_BATCH = 500


async def move_pending_files(*, sessions: Sessions, files: ImageFiles) -> int:
    """Move the files of changed accounts to their required locations; returns how many were processed."""
    async with transaction(sessions) as session:
        pending = await file_repository.pending_moves(session, limit=MOVE_BATCH)
    if pending:
        await require_own_store(sessions=sessions, files=files)
    failures = _Failures("pending_move_failed")
    for move_id, image_url in pending:
        with failures:
            async with transaction(sessions) as session:
                await move_file_in(session, files, key_of(image_url))
                await file_repository.delete_pending_move(session, move_id)
    failures.raise_last()
    return len(pending)


async def purge_withheld(*, sessions: Sessions, files: ImageFiles, now: datetime) -> int:
    """Delete the files of posts withdrawn 30 days ago; their rows stay, with their votes."""
    before = now - PURGE_AFTER
    async with transaction(sessions) as session:
        image_urls = await file_repository.withdrawn_before(session, before, limit=PURGE_BATCH)
    if image_urls:
        await require_own_store(sessions=sessions, files=files)
    failures = _Failures("purge_item_failed")
    for image_url in image_urls:
        with failures:
            async with transaction(sessions) as session:
                await lock_file(session, key_of(image_url))
                # The same bytes may have been posted and withdrawn again: their 30 days are not over.
                if not await file_repository.is_kept_since(session, image_url, before):
                    await files.delete_withheld(key_of(image_url))
                await file_repository.mark_purged(session, image_url, before=before, now=now)
    failures.raise_last()
    return len(image_urls)


async def add_up_counts(*, sessions: Sessions) -> int:
    """Add the recorded changes to the kept counts; returns how many counts changed."""
    async with transaction(sessions) as session:
        return await count_repository.add_up(session)


class _Failures:
    """Collects failures of single files: the job continues with the others, and fails at its end."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._last: StorageUnavailable | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, StorageUnavailable):
            return False
        if self._last is None:  # one line is enough if the disk fails for all files
            log.warning(self._event, error=str(error))
        self._last = error
        return True

    def raise_last(self) -> None:
        """Fail the job, so that the worker logs it and repeats it later."""
        if self._last is not None:
            raise self._last
