"""Before files are moved or deleted: is this store this database's? Source: decision 0028."""

from datetime import datetime

import structlog

from image_community.posts import media_repository, repository
from image_community.posts.domain.media import Count, Refusal, judge, may_adopt
from image_community.runtime.database import Sessions, transaction
from image_community.uploads.domain.object_key import url_path
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()


class StoreRefused(Exception):
    """The store is not this database's; nothing in it is moved or deleted."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


async def check_store(*, sessions: Sessions, files: ImageFiles, now: datetime) -> Refusal | None:
    """Look at the marker, and adopt a store without one if it is plainly ours. What is found is kept.

    Raises:
        StorageUnavailable: the store cannot be read, or not be marked.
    """
    async with transaction(sessions) as session:
        database_id = (await media_repository.store_row(session)).database_id
    marker, count = await files.marker(), None
    if marker is None:
        count = await count_files(sessions, files)
        if may_adopt(count):
            # Written only if absent, and read again: of two that adopt at once the first one's word counts.
            await files.mark(database_id)
            marker = await files.marker()
    refusal = judge(marker, database_id)
    async with transaction(sessions) as session:
        await media_repository.record_check(session, refusal=refusal, count=count, now=now)
    if refusal is not None:
        found = {} if count is None else {"files": count.files, "named": count.named}
        log.error("media_store_refused", error=refusal, **found)
    elif count is not None:
        log.info("media_store_adopted", database_id=database_id, files=count.files, named=count.named)
    return refusal


async def count_files(sessions: Sessions, files: ImageFiles) -> Count:
    """Every file of both areas, some at a time."""
    total = named = 0
    for area in (files.public_files(), files.withheld_files()):
        async for found in area:
            async with transaction(sessions) as session:
                named += len(await repository.places(session, [url_path(file.key) for file in found]))
            total += len(found)
    return Count(total, named)


async def require_own_store(*, sessions: Sessions, files: ImageFiles) -> None:
    """One row and one small file, so cheap enough before every piece of work.

    Raises:
        StoreRefused: the marker is absent or names another database.
        StorageUnavailable: the store cannot be read.
    """
    async with transaction(sessions) as session:
        database_id = (await media_repository.store_row(session)).database_id
    refusal = judge(await files.marker(), database_id)
    if refusal is not None:
        raise StoreRefused(refusal)


async def refusal_now(*, sessions: Sessions, files: ImageFiles) -> Refusal | None:
    """What readiness says: the marker as it is, and without one what the last check found."""
    marker = await files.marker()
    async with transaction(sessions) as session:
        known = await media_repository.store_row(session)
    return known.refusal if marker is None else judge(marker, known.database_id)


async def adopt(*, sessions: Sessions, files: ImageFiles, now: datetime) -> Refusal | None:
    """An operator's word: from now on the store belongs to this database, whatever its marker said."""
    async with transaction(sessions) as session:
        database_id = (await media_repository.store_row(session)).database_id
    await files.mark(database_id, replace=True)
    return await check_store(sessions=sessions, files=files, now=now)
