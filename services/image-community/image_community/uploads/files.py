"""The areas of image files: `public/` (served by the gateway as /uploads/) and `withheld/`.

Beside them is the marker: the id of the database that the files belong to (decision 0028). The gateway's root
is `public/`, so it serves neither the marker nor `withheld/`.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import obstore
from fastapi import Depends, Request
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore

from image_community.runtime.storage import storing

PUBLIC, WITHHELD = "public/", "withheld/"
MARKER = "maru-database-id"
LIST_BATCH = 500


@dataclass(frozen=True, slots=True)
class File:
    """A file in one of the areas; `size` in bytes. Moving it does not change `written_at`."""

    key: str
    written_at: datetime
    size: int


class ImageFiles:
    """Files by key. Writes are atomic (the store writes a temporary file and renames it).

    Every method raises StorageUnavailable if the disk fails.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def in_folder(cls, media_root: Path) -> "ImageFiles":
        """Files on the local disk; creates both areas, so that the gateway's folder exists."""
        for area in (PUBLIC, WITHHELD):
            (media_root / area).mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(media_root))

    async def publish(self, key: str, webp: bytes) -> None:
        """Write a public file; replaces one with the same key."""
        with storing("publish"):
            # Not multipart: only then the store removes its temporary file if the disk is full.
            await obstore.put_async(self._store, PUBLIC + key, webp, use_multipart=False)

    async def withhold(self, key: str) -> None:
        """Move the file from public to withheld, if it is public."""
        await self._move(PUBLIC + key, WITHHELD + key)

    async def restore(self, key: str) -> None:
        """Move the file from withheld to public, if it is withheld."""
        await self._move(WITHHELD + key, PUBLIC + key)

    async def delete_public(self, key: str) -> None:
        """Delete the public file, if it exists."""
        await self._delete(PUBLIC + key)

    async def delete_withheld(self, key: str) -> None:
        """Delete the withheld file, if it exists."""
        await self._delete(WITHHELD + key)

    def public_files(self) -> AsyncIterator[Sequence[File]]:
        """The public files, in pages."""
        return self._files(PUBLIC)

    def withheld_files(self) -> AsyncIterator[Sequence[File]]:
        """The withheld files, in pages."""
        return self._files(WITHHELD)

    async def find(self, key: str) -> Sequence[File]:
        """The file in each area that has it."""
        found = []
        for area in (PUBLIC, WITHHELD):
            with storing("find"), suppress(FileNotFoundError):
                head = await obstore.head_async(self._store, area + key)
                found.append(File(key, head["last_modified"], head["size"]))
        return found

    async def marker(self) -> str | None:
        """The database id in the marker; None without a marker."""
        with storing("marker"), suppress(FileNotFoundError):
            got = await obstore.get_async(self._store, MARKER)
            return bytes(await got.bytes_async()).decode(errors="replace").strip()
        return None

    async def mark(self, database_id: str, *, replace: bool = False) -> None:
        """Write the marker; without `replace` an existing one stays."""
        mode: Literal["overwrite", "create"] = "overwrite" if replace else "create"
        with storing("mark"), suppress(AlreadyExistsError):
            content = f"{database_id}\n".encode()
            await obstore.put_async(self._store, MARKER, content, mode=mode, use_multipart=False)

    async def _files(self, area: str) -> AsyncIterator[Sequence[File]]:
        pages = obstore.list(self._store, prefix=area, chunk_size=LIST_BATCH).__aiter__()
        while True:
            with storing("list"):
                try:
                    page = await pages.__anext__()
                except StopAsyncIteration:
                    return
            yield [
                File(each["path"].removeprefix(area), each["last_modified"], each["size"]) for each in page
            ]

    async def _move(self, source: str, target: str) -> None:
        with storing("move"), suppress(FileNotFoundError):
            await obstore.rename_async(self._store, source, target, overwrite=True)

    async def _delete(self, path: str) -> None:
        with storing("delete"), suppress(FileNotFoundError):
            await obstore.delete_async(self._store, path)


async def get_files(request: Request) -> ImageFiles:
    """The store opened by the lifespan."""
    files: ImageFiles = request.app.state.files
    return files


Files = Annotated[ImageFiles, Depends(get_files)]
