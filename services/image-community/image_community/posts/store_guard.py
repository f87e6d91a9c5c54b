"""Checks that the store belongs to this database before files are moved or deleted. Source: decision 0028."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.posts import file_repository, media_repository
from image_community.posts.domain.media import Count, Refusal, refusal_by_marker, refusal_without_marker
from image_community.runtime.database import Sessions, transaction
from image_community.uploads.domain.object_key import url_path
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()


class StoreRefused(Exception):
    """The store does not belong to this database; nothing in it is moved or deleted."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


async def check_store(*, sessions: Sessions, files: ImageFiles, now: datetime) -> Refusal | None:
    """Check the marker, adopt a store without one if it is clearly ours, and record the result.

    A refused store is not adopted until it has our marker: uploads continue, and each would make the store
    look more like ours.

    Raises:
        StorageUnavailable: the store cannot be read or marked.
    """
    async with transaction(sessions) as session:
        known = await media_repository.store_row(session)
    marker, count, refusal = await files.marker(), None, known.refusal
    if marker is None and refusal is None:
        count, refusal = await inspect_store(sessions, files)
        if refusal is None:
            # Written only if absent, then read again: of two concurrent adoptions the first wins.
            await files.mark(known.database_id)
            marker = await files.marker()
    refusal = refusal_by_marker(marker, known.database_id, known=refusal)
    async with transaction(sessions) as session:
        await media_repository.record_check(session, refusal=refusal, count=count, now=now)
    if refusal is not None:
        found = {} if count is None else {"files": count.files, "named": count.named}
        log.error("media_store_refused", error=refusal, **found)
    elif count is not None:
        log.info("media_store_adopted", database_id=known.database_id, files=count.files, named=count.named)
    return refusal


async def inspect_store(sessions: Sessions, files: ImageFiles) -> tuple[Count, Refusal | None]:
    """The file count of a store without a marker, and why it is not adopted."""
    # Rows first: a file exists before its row, so a concurrent upload cannot look like a missing file.
    async with transaction(sessions) as session:
        are_named = await media_repository.names_files(session)
    count = await count_files(sessions, files)
    return count, refusal_without_marker(count, are_named=are_named)


async def count_files(sessions: Sessions, files: ImageFiles) -> Count:
    """Count the files of both areas, page by page."""
    total = named = 0
    for area in (files.public_files(), files.withheld_files()):
        async for found in area:
            async with transaction(sessions) as session:
                named += len(
                    await file_repository.file_locations(session, [url_path(file.key) for file in found])
                )
            total += len(found)
    return Count(total, named)


async def require_own_store(*, sessions: Sessions, files: ImageFiles) -> None:
    """As `require_own_store_in`, in a transaction of its own."""
    async with transaction(sessions) as session:
        await require_own_store_in(session, files)


async def require_own_store_in(session: AsyncSession, files: ImageFiles) -> None:
    """Reads one row and one small file: cheap enough before every operation.

    Raises:
        StoreRefused: the marker is absent or names another database.
        StorageUnavailable: the store cannot be read.
    """
    known = await media_repository.store_row(session)
    refusal = refusal_by_marker(await files.marker(), known.database_id, known=known.refusal)
    if refusal is not None:
        raise StoreRefused(refusal)


async def refusal_now(*, sessions: Sessions, files: ImageFiles) -> Refusal | None:
    """For readiness: by the current marker or, without one, by the last check."""
    marker = await files.marker()
    async with transaction(sessions) as session:
        known = await media_repository.store_row(session)
    return (
        known.refusal if marker is None else refusal_by_marker(marker, known.database_id, known=known.refusal)
    )


async def adopt(*, sessions: Sessions, files: ImageFiles, now: datetime) -> Refusal | None:
    """On an operator's request the store belongs to this database from now on, regardless of its marker."""
    async with transaction(sessions) as session:
        database_id = (await media_repository.store_row(session)).database_id
    await files.mark(database_id, replace=True)
    return await check_store(sessions=sessions, files=files, now=now)
