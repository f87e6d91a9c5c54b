"""Moves a file to the location that its posts require. A move may be interrupted and repeated.

A single file is moved only in this database's own store (decision 0028). A job that moves many, with
`move_file_in`, checks once per batch.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from image_community.posts import file_repository
from image_community.posts.domain.file_location import FileLocation
from image_community.posts.store_guard import require_own_store_in
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import lock_file
from image_community.uploads.domain.object_key import key_of, url_path
from image_community.uploads.files import ImageFiles


async def move_file(*, sessions: Sessions, files: ImageFiles, key: str) -> None:
    """Move or delete the file, under its lock, since it may be posted again concurrently.

    Raises:
        StoreRefused: the store is another database's; nothing was touched.
        StorageUnavailable: the disk failed.
    """
    async with transaction(sessions) as session:
        await require_own_store_in(session, files)
        await move_file_in(session, files, key)


async def move_file_in(session: AsyncSession, files: ImageFiles, key: str) -> None:
    """As `move_file`, in the caller's transaction, in a store that was checked."""
    await lock_file(session, key)
    required = await file_repository.file_locations(session, [url_path(key)])
    match required.get(url_path(key), FileLocation.NONE):
        case FileLocation.PUBLIC:
            await files.restore(key)
        case FileLocation.WITHHELD:
            await files.withhold(key)
        case FileLocation.NONE:
            await files.delete_public(key)
            await files.delete_withheld(key)


async def restore_file(*, sessions: Sessions, files: ImageFiles, image_url: str) -> None:
    """Make a file public before its post is shown, so that the visible post has its file.

    Raises:
        StoreRefused: the store is another database's; nothing was touched.
        StorageUnavailable: the disk failed.
    """
    async with transaction(sessions) as session:
        await require_own_store_in(session, files)
        await lock_file(session, key_of(image_url))
        await files.restore(key_of(image_url))
