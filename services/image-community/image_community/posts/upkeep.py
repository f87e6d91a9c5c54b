"""The worker's jobs on files: each may be stopped anywhere and begun again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from image_community.posts import repository
from image_community.posts.domain.place import Place
from image_community.posts.placing import place_file, place_in
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import lock_file
from image_community.uploads.domain.object_key import key_of, url_path
from image_community.uploads.files import File, ImageFiles

ORPHAN_AFTER = timedelta(hours=1)  # longer than any upload takes from file to row
PURGE_AFTER = timedelta(days=30)
PURGE_BATCH = 500
SETTLE_BATCH = 500


async def settle_files(*, sessions: Sessions, files: ImageFiles) -> int:
    """Bring the files of changed accounts where they belong; answers how many were looked at."""
    async with transaction(sessions) as session:
        unsettled = await repository.unsettled_files(session, limit=SETTLE_BATCH)
    for file_id, image_url in unsettled:
        async with transaction(sessions) as session:
            await place_in(session, files, key_of(image_url))
            await repository.forget_unsettled(session, file_id)
    return len(unsettled)


async def sweep_files(*, sessions: Sessions, files: ImageFiles, now: datetime) -> int:
    """Bring every file where its posts want it: left elsewhere by a failed upload, a failure, a death."""
    swept = 0
    async for found in files.public_files():
        swept += await _sweep(sessions, files, found, lies_in=Place.PUBLIC, now=now)
    async for found in files.withheld_files():
        swept += await _sweep(sessions, files, found, lies_in=Place.WITHHELD, now=now)
    return swept


async def _sweep(
    sessions: Sessions, files: ImageFiles, found: Sequence[File], *, lies_in: Place, now: datetime
) -> int:
    async with transaction(sessions) as session:
        wanted = await repository.places(session, [url_path(file.key) for file in found])
    misplaced = [
        file.key
        for file in found
        if (place := wanted.get(url_path(file.key), Place.NOWHERE)) is not lies_in
        # A young file that no post names may be an upload whose row is still to come.
        and (place is not Place.NOWHERE or file.written_at < now - ORPHAN_AFTER)
    ]
    for key in misplaced:
        await place_file(sessions=sessions, files=files, key=key)
    return len(misplaced)


async def purge_withheld(*, sessions: Sessions, files: ImageFiles, now: datetime) -> int:
    """Delete the files of posts withdrawn 30 days ago; their rows stay, with their votes."""
    before = now - PURGE_AFTER
    async with transaction(sessions) as session:
        image_urls = await repository.withdrawn_before(session, before, limit=PURGE_BATCH)
    for image_url in image_urls:
        async with transaction(sessions) as session:
            await lock_file(session, key_of(image_url))
            # The same bytes may have been posted, and withdrawn, again since: then their time is not up.
            if not await repository.is_kept_since(session, image_url, before):
                await files.delete_withheld(key_of(image_url))
            await repository.mark_purged(session, image_url, before=before, now=now)
    return len(image_urls)
