"""Where image files are kept: `public/` (served by the gateway as /uploads/) and `withheld/`."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import obstore
from fastapi import Depends, Request
from obstore.store import LocalStore, ObjectStore

PUBLIC, WITHHELD = "public/", "withheld/"


@dataclass(frozen=True, slots=True)
class File:
    """A file in one of the areas; moving it does not change `written_at`."""

    key: str
    written_at: datetime


class ImageFiles:
    """Files by key. Every write appears whole or not at all (the store writes aside and renames)."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def in_folder(cls, media_root: Path) -> "ImageFiles":
        """Files on the local disk; makes both areas, so that the gateway finds its folder."""
        for area in (PUBLIC, WITHHELD):
            (media_root / area).mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(media_root))

    async def publish(self, key: str, webp: bytes) -> None:
        """Make the file visible, replacing one of the same key."""
        await obstore.put_async(self._store, PUBLIC + key, webp)

    async def withhold(self, key: str) -> None:
        """Take the file out of sight. Nothing happens if it is not in sight."""
        try:
            await obstore.rename_async(self._store, PUBLIC + key, WITHHELD + key, overwrite=True)
        except FileNotFoundError:
            return

    async def restore(self, key: str) -> None:
        """Bring the file back into sight. Nothing happens if it is not withheld."""
        try:
            await obstore.rename_async(self._store, WITHHELD + key, PUBLIC + key, overwrite=True)
        except FileNotFoundError:
            return

    async def delete_public(self, key: str) -> None:
        """Forget a visible file, if it is there."""
        await self._delete(PUBLIC + key)

    async def delete_withheld(self, key: str) -> None:
        """Forget a withheld file, if it is there."""
        await self._delete(WITHHELD + key)

    def public_files(self) -> AsyncIterator[Sequence[File]]:
        """The visible files, some at a time."""
        return self._files(PUBLIC)

    def withheld_files(self) -> AsyncIterator[Sequence[File]]:
        """The files out of sight, some at a time."""
        return self._files(WITHHELD)

    async def _files(self, area: str) -> AsyncIterator[Sequence[File]]:
        async for found in obstore.list(self._store, prefix=area, chunk_size=500):
            yield [File(each["path"].removeprefix(area), each["last_modified"]) for each in found]

    async def _delete(self, path: str) -> None:
        try:
            await obstore.delete_async(self._store, path)
        except FileNotFoundError:
            return


def get_files(request: Request) -> ImageFiles:
    """The store opened by the lifespan."""
    files: ImageFiles = request.app.state.files
    return files


Files = Annotated[ImageFiles, Depends(get_files)]
