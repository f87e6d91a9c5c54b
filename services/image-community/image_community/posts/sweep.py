"""The worker's sweep over all files: moves misplaced ones, and deletes unwanted ones after an hour.

A file is unwanted if no post refers to it. It is recorded first and deleted if two sweeps an hour apart found
it unwanted: a new one may be an upload whose row follows. If a sweep would delete many, an operator decides.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog

from image_community.posts import file_repository, media_repository
from image_community.posts.domain.file_location import FileLocation
from image_community.posts.domain.media import SweepLimit, due_before, is_too_many
from image_community.posts.file_moves import move_file, move_file_in
from image_community.posts.store_guard import StoreRefused, check_store, require_own_store
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.problem import StorageUnavailable
from image_community.uploads.domain.object_key import url_path
from image_community.uploads.files import File, ImageFiles

log = structlog.get_logger()
DELETE_BATCH = 500


async def sweep_files(*, sessions: Sessions, files: ImageFiles, limit: SweepLimit, now: datetime) -> int:
    """Move misplaced files and delete due ones; returns how many were moved or deleted.

    Raises:
        StoreRefused: the store is another database's; nothing was touched.
        StorageUnavailable: the store cannot be read.
    """
    refusal = await check_store(sessions=sessions, files=files, now=now)
    if refusal is not None:
        raise StoreRefused(refusal)
    moved = total = 0
    for location, area in (
        (FileLocation.PUBLIC, files.public_files()),
        (FileLocation.WITHHELD, files.withheld_files()),
    ):
        async for found in area:
            total += len(found)
            moved += await _move_misplaced(sessions, files, found, location=location, now=now)
    is_held_back = await _exceeds_limit(sessions, total, limit=limit, now=now)
    # Again, since the sweep takes long: the folder may have been replaced.
    await require_own_store(sessions=sessions, files=files)
    return moved + await _delete_due(sessions, files, is_held_back=is_held_back, now=now)


async def _move_misplaced(
    sessions: Sessions, files: ImageFiles, found: Sequence[File], *, location: FileLocation, now: datetime
) -> int:
    """Move the misplaced files of a batch, record the unwanted ones; returns how many were moved."""
    async with transaction(sessions) as session:
        by_url = await file_repository.file_locations(session, [url_path(file.key) for file in found])
        required = {file.key: by_url.get(url_path(file.key), FileLocation.NONE) for file in found}
        unwanted = [key for key, each in required.items() if each is FileLocation.NONE]
        await media_repository.record_unwanted(session, unwanted, now=now)
    misplaced = [key for key, each in required.items() if each not in {FileLocation.NONE, location}]
    moved = 0
    for key in misplaced:
        try:
            await move_file(sessions=sessions, files=files, key=key)
            moved += 1
        except StorageUnavailable as error:  # continue with the others
            log.warning("sweep_item_failed", key=key, error=str(error))
    return moved


async def _exceeds_limit(sessions: Sessions, total: int, *, limit: SweepLimit, now: datetime) -> bool:
    """Whether the deletions without an operator's permission exceed the limit."""
    async with transaction(sessions) as session:
        await media_repository.forget_unseen(session, since=now)
        due = await media_repository.count_due(session, before=due_before(now), is_allowed=False)
        is_held_back = is_too_many(due, files=total, limit=limit)
        await media_repository.record_waiting(session, due if is_held_back else 0)
    if is_held_back:
        log.error("sweep_waits_for_operator", deletions=due, files=total)
    return is_held_back


async def _delete_due(sessions: Sessions, files: ImageFiles, *, is_held_back: bool, now: datetime) -> int:
    """Delete all due files, or only those that an operator has allowed; returns how many."""
    deleted, last = 0, ""
    while True:
        async with transaction(sessions) as session:
            keys = await media_repository.due_after(
                session,
                last,
                before=due_before(now),
                is_allowed=True if is_held_back else None,
                limit=DELETE_BATCH,
            )
        if not keys:
            return deleted
        last = keys[-1]
        for key in keys:
            deleted += await _delete(sessions, files, key)


async def _delete(sessions: Sessions, files: ImageFiles, key: str) -> bool:
    """Check the posts again under the file's lock: the file may be wanted again."""
    try:
        async with transaction(sessions) as session:
            await move_file_in(session, files, key)
            await media_repository.forget_unwanted(session, key)
    except StorageUnavailable as error:  # the row stays for the next sweep
        log.warning("sweep_item_failed", key=key, error=str(error))
        return False
    return True
