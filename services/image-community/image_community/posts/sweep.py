"""The worker's look at every file: each is brought where its posts want it, and what none wants goes at last.

A file that no post wants is written down first. It goes when it was found so in two sweeps an hour apart: a
young one may be an upload whose row is still to come. If many would go at once, an operator decides.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog

from image_community.posts import media_repository, repository
from image_community.posts.domain.media import SweepLimit, due_before, is_too_many
from image_community.posts.domain.place import Place
from image_community.posts.placing import place_file, place_in
from image_community.posts.store_guard import StoreRefused, check_store, require_own_store
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.problem import StorageUnavailable
from image_community.uploads.domain.object_key import url_path
from image_community.uploads.files import File, ImageFiles

log = structlog.get_logger()
DELETE_BATCH = 500


async def sweep_files(*, sessions: Sessions, files: ImageFiles, limit: SweepLimit, now: datetime) -> int:
    """Move what lies in the wrong area, delete what is due; answers how many files were moved or deleted.

    Raises:
        StoreRefused: the store is another database's; then nothing is touched.
        StorageUnavailable: the store cannot be read.
    """
    refusal = await check_store(sessions=sessions, files=files, now=now)
    if refusal is not None:
        raise StoreRefused(refusal)
    moved = total = 0
    for place, area in ((Place.PUBLIC, files.public_files()), (Place.WITHHELD, files.withheld_files())):
        async for found in area:
            total += len(found)
            moved += await _look(sessions, files, found, lies_in=place, now=now)
    is_held_back = await _weigh(sessions, total, limit=limit, now=now)
    # Again, as the look took its time: the folder may be another one by now.
    await require_own_store(sessions=sessions, files=files)
    return moved + await _delete_due(sessions, files, is_held_back=is_held_back, now=now)


async def _look(
    sessions: Sessions, files: ImageFiles, found: Sequence[File], *, lies_in: Place, now: datetime
) -> int:
    """Move the misplaced ones of a batch, write down the unwanted ones."""
    async with transaction(sessions) as session:
        wanted = await repository.places(session, [url_path(file.key) for file in found])
        places = {file.key: wanted.get(url_path(file.key), Place.NOWHERE) for file in found}
        unwanted = [key for key, place in places.items() if place is Place.NOWHERE]
        await media_repository.saw_unwanted(session, unwanted, now=now)
    misplaced = [key for key, place in places.items() if place not in {Place.NOWHERE, lies_in}]
    moved = 0
    for key in misplaced:
        try:
            await place_file(sessions=sessions, files=files, key=key)
            moved += 1
        except StorageUnavailable as error:  # the others may be movable
            log.warning("sweep_item_failed", key=key, error=str(error))
    return moved


async def _weigh(sessions: Sessions, total: int, *, limit: SweepLimit, now: datetime) -> bool:
    """Whether the deletions that no operator has allowed are too many to be done."""
    async with transaction(sessions) as session:
        await media_repository.forget_unseen(session, since=now)
        due = await media_repository.count_due(session, before=due_before(now), is_allowed=False)
        is_held_back = is_too_many(due, files=total, limit=limit)
        await media_repository.record_waiting(session, due if is_held_back else 0)
    if is_held_back:
        log.error("sweep_waits_for_operator", deletions=due, files=total)
    return is_held_back


async def _delete_due(sessions: Sessions, files: ImageFiles, *, is_held_back: bool, now: datetime) -> int:
    """All that is due, or only what an operator has allowed."""
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
    """Under the file's lock the posts are asked once more: it may be wanted since."""
    try:
        async with transaction(sessions) as session:
            await place_in(session, files, key)
            await media_repository.forget_unwanted(session, key)
    except StorageUnavailable as error:  # its row stays: the next sweep tries again
        log.warning("sweep_item_failed", key=key, error=str(error))
        return False
    return True
