"""Bringing a file where its posts want it. May be stopped anywhere and begun again.

A single file is moved only in this database's own store (decision 0028); a job that moves many, with
`place_in`, checks once per batch.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from image_community.posts import repository
from image_community.posts.domain.place import Place
from image_community.posts.store_guard import require_own_store_in
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import lock_file
from image_community.uploads.domain.object_key import key_of, url_path
from image_community.uploads.files import ImageFiles


async def place_file(*, sessions: Sessions, files: ImageFiles, key: str) -> None:
    """Look under the file's lock, since it may be posted again just now, and move it or delete it.

    Raises:
        StoreRefused: the store is another database's; nothing was touched.
        StorageUnavailable: the disk did not do its part.
    """
    async with transaction(sessions) as session:
        await require_own_store_in(session, files)
        await place_in(session, files, key)


async def place_in(session: AsyncSession, files: ImageFiles, key: str) -> None:
    """As `place_file`, in a transaction that goes on, in a store that was checked."""
    await lock_file(session, key)
    found = await repository.places(session, [url_path(key)])
    match found.get(url_path(key), Place.NOWHERE):
        case Place.PUBLIC:
            await files.restore(key)
        case Place.WITHHELD:
            await files.withhold(key)
        case Place.NOWHERE:
            await files.delete_public(key)
            await files.delete_withheld(key)


async def restore_file(*, sessions: Sessions, files: ImageFiles, image_url: str) -> None:
    """Bring a file into sight before its post is: the other way round, the post would be without it.

    Raises:
        StoreRefused: the store is another database's; nothing was touched.
        StorageUnavailable: the disk did not do its part.
    """
    async with transaction(sessions) as session:
        await require_own_store_in(session, files)
        await lock_file(session, key_of(image_url))
        await files.restore(key_of(image_url))
