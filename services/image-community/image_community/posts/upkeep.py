"""The worker's jobs on the files of changed posts: each may be stopped anywhere and begun again.

Both raise StoreRefused, with all still to be done, while the store is another database's.
"""

from datetime import datetime, timedelta

import structlog

from image_community.posts import repository
from image_community.posts.placing import place_in
from image_community.posts.store_guard import require_own_store
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import lock_file
from image_community.runtime.problem import StorageUnavailable
from image_community.uploads.domain.object_key import key_of
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()

PURGE_AFTER = timedelta(days=30)
PURGE_BATCH = 500
SETTLE_BATCH = 500


async def settle_files(*, sessions: Sessions, files: ImageFiles) -> int:
    """Bring the files of changed accounts where they belong; answers how many were looked at."""
    async with transaction(sessions) as session:
        unsettled = await repository.unsettled_files(session, limit=SETTLE_BATCH)
    if unsettled:
        await require_own_store(sessions=sessions, files=files)
    failures = _Failures("settle_item_failed")
    for file_id, image_url in unsettled:
        with failures:
            async with transaction(sessions) as session:
                await place_in(session, files, key_of(image_url))
                await repository.forget_unsettled(session, file_id)
    failures.raise_last()
    return len(unsettled)


async def purge_withheld(*, sessions: Sessions, files: ImageFiles, now: datetime) -> int:
    """Delete the files of posts withdrawn 30 days ago; their rows stay, with their votes."""
    before = now - PURGE_AFTER
    async with transaction(sessions) as session:
        image_urls = await repository.withdrawn_before(session, before, limit=PURGE_BATCH)
    if image_urls:
        await require_own_store(sessions=sessions, files=files)
    failures = _Failures("purge_item_failed")
    for image_url in image_urls:
        with failures:
            async with transaction(sessions) as session:
                await lock_file(session, key_of(image_url))
                # The same bytes may have been posted, and withdrawn, again since: their time is not up.
                if not await repository.is_kept_since(session, image_url, before):
                    await files.delete_withheld(key_of(image_url))
                await repository.mark_purged(session, image_url, before=before, now=now)
    failures.raise_last()
    return len(image_urls)


class _Failures:
    """Files that the disk did not give or take: the others go on, and the job fails at its end."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._last: StorageUnavailable | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, StorageUnavailable):
            return False
        if self._last is None:  # one line is enough of a disk on which all of them fail
            log.warning(self._event, error=str(error))
        self._last = error
        return True

    def raise_last(self) -> None:
        """So that the job is tried again later, and says so."""
        if self._last is not None:
            raise self._last
