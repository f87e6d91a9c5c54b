"""Before files are moved or deleted: is this store this database's? Source: decision 0028."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.posts import media_repository, repository
from image_community.posts.domain.media import Count, Refusal, judge, weigh_unmarked
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

    A store that was refused is not adopted until it has a marker of ours: uploads go on meanwhile, and would
    make it look more like ours with each.

    Raises:
        StorageUnavailable: the store cannot be read, or not be marked.
    """
    async with transaction(sessions) as session:
        known = await media_repository.store_row(session)
    marker, count, refusal = await files.marker(), None, known.refusal
    if marker is None and refusal is None:
        count, refusal = await weigh_store(sessions, files)
        if refusal is None:
            # Written only if absent, and read again: of two that adopt at once the first one's word counts.
            await files.mark(known.database_id)
            marker = await files.marker()
    refusal = judge(marker, known.database_id, known=refusal)
    async with transaction(sessions) as session:
        await media_repository.record_check(session, refusal=refusal, count=count, now=now)
    if refusal is not None:
        found = {} if count is None else {"files": count.files, "named": count.named}
        log.error("media_store_refused", error=refusal, **found)
    elif count is not None:
        log.info("media_store_adopted", database_id=known.database_id, files=count.files, named=count.named)
    return refusal


async def weigh_store(sessions: Sessions, files: ImageFiles) -> tuple[Count, Refusal | None]:
    """What a store without a marker holds, and what speaks against adopting it."""
    # Rows first: each file was there before its row, so an upload meanwhile cannot seem to lack its file.
    async with transaction(sessions) as session:
        are_named = await media_repository.names_files(session)
    count = await count_files(sessions, files)
    return count, weigh_unmarked(count, are_named=are_named)


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
    """As `require_own_store_in`, in a transaction of its own."""
    async with transaction(sessions) as session:
        await require_own_store_in(session, files)


async def require_own_store_in(session: AsyncSession, files: ImageFiles) -> None:
    """One row and one small file, so cheap enough before every piece of work.

    Raises:
        StoreRefused: the marker is absent or names another database.
        StorageUnavailable: the store cannot be read.
    """
    known = await media_repository.store_row(session)
    refusal = judge(await files.marker(), known.database_id, known=known.refusal)
    if refusal is not None:
        raise StoreRefused(refusal)


async def refusal_now(*, sessions: Sessions, files: ImageFiles) -> Refusal | None:
    """What readiness says: the marker as it is, and without one what the last check found."""
    marker = await files.marker()
    async with transaction(sessions) as session:
        known = await media_repository.store_row(session)
    return known.refusal if marker is None else judge(marker, known.database_id, known=known.refusal)


async def adopt(*, sessions: Sessions, files: ImageFiles, now: datetime) -> Refusal | None:
    """An operator's word: from now on the store belongs to this database, whatever its marker said."""
    async with transaction(sessions) as session:
        database_id = (await media_repository.store_row(session)).database_id
    await files.mark(database_id, replace=True)
    return await check_store(sessions=sessions, files=files, now=now)
