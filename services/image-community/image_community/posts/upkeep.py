"""The worker's jobs on files: both may be stopped anywhere and begun again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from image_community.posts import repository
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import lock_file
from image_community.uploads.domain.object_key import key_of, url_path
from image_community.uploads.files import ImageFiles

ORPHAN_AFTER = timedelta(hours=1)  # longer than any upload takes from file to row
PURGE_AFTER = timedelta(days=30)
PURGE_BATCH = 500


async def sweep_orphans(*, sessions: Sessions, files: ImageFiles, now: datetime) -> int:
    """Take out of sight what no post shows: left by a failed upload or a failed withdrawal."""
    swept = 0
    async for keys in files.public_keys_before(now - ORPHAN_AFTER):
        for key in await _not_shown(sessions, keys):
            swept += await _sweep(sessions, files, key)
    return swept


async def _not_shown(sessions: Sessions, keys: Sequence[str]) -> list[str]:
    async with transaction(sessions) as session:
        shown = await repository.live_among(session, [url_path(key) for key in keys])
    return [key for key in keys if url_path(key) not in shown]


async def _sweep(sessions: Sessions, files: ImageFiles, key: str) -> bool:
    """Looks again under the file's lock, since it may be being posted just now."""
    async with transaction(sessions) as session:
        await lock_file(session, key)
        if await repository.live_among(session, [url_path(key)]):
            return False
        if await repository.was_ever_posted(session, url_path(key)):
            await files.withhold(key)
        else:
            await files.delete_public(key)
        return True


async def purge_withheld(*, sessions: Sessions, files: ImageFiles, now: datetime) -> int:
    """Delete the files of posts withdrawn 30 days ago; their rows stay, with their votes."""
    before = now - PURGE_AFTER
    async with transaction(sessions) as session:
        image_urls = await repository.withdrawn_before(session, before, limit=PURGE_BATCH)
    for image_url in image_urls:
        async with transaction(sessions) as session:
            await lock_file(session, key_of(image_url))
            # The same bytes may have been posted and withdrawn again since: then their time is not up.
            if not await repository.was_withdrawn_since(session, image_url, before):
                await files.delete_withheld(key_of(image_url))
            await repository.mark_purged(session, image_url, before=before, now=now)
    return len(image_urls)
