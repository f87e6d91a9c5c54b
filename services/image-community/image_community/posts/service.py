"""The use cases of posts."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.identity.account_status import require_active_account
from image_community.posts import image_queries, probing, repository
from image_community.posts.domain.cursor import Cursor
from image_community.posts.domain.filters import Filters
from image_community.posts.domain.sampling import PROBES_PER_ITEM, first_distinct, fractions
from image_community.posts.domain.total import Total
from image_community.posts.errors import NotOwner, PostNotFound
from image_community.posts.file_moves import move_file
from image_community.posts.store_guard import StoreRefused
from image_community.runtime.database import Sessions, reading, transaction
from image_community.runtime.locks import lock_file
from image_community.runtime.prepared import Reader, Row
from image_community.runtime.problem import StorageUnavailable
from image_community.runtime.storage import storing
from image_community.uploads.domain.container import Container
from image_community.uploads.domain.object_key import key_of, object_key, url_path
from image_community.uploads.encoder import Encoded
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()
chance = random.SystemRandom()


class Author(Protocol):
    """Who posts, such as an access token says it."""

    @property
    def user_id(self) -> int: ...
    @property
    def username(self) -> str: ...


class ImageEncoder(Protocol):
    async def encode(self, user_id: int, original: IO[bytes], container: Container, /) -> Encoded: ...


@dataclass(frozen=True, slots=True)
class Original:
    """The file as uploaded."""

    file: IO[bytes]
    container: Container


@dataclass(frozen=True, slots=True)
class Page:
    """One numbered page."""

    rows: Sequence[Row]
    total: Total
    has_next: bool


async def list_page(
    *, sessions: Sessions, filters: Filters, page: int, size: int, viewer_id: int | None
) -> Page:
    """One numbered page and the total number of posts. A row more says whether another page follows."""
    async with reading(sessions) as connection:
        total = await image_queries.count(connection, filters)
        rows = await image_queries.page(
            connection, filters, limit=size + 1, offset=(page - 1) * size, viewer_id=viewer_id
        )
    return Page(rows[:size], total, has_next=len(rows) > size)


async def list_after(
    *, sessions: Sessions, filters: Filters, cursor: str, size: int, viewer_id: int | None
) -> tuple[Sequence[Row], str | None]:
    """The posts after a cursor (the newest ones, if it is empty) and the next cursor."""
    position = Cursor.decode(cursor) if cursor else None
    async with reading(sessions) as connection:
        rows = await image_queries.after(
            connection, filters, cursor=position, limit=size + 1, viewer_id=viewer_id
        )
    if len(rows) <= size:
        return rows, None
    last = rows[size - 1]
    return rows[:size], Cursor(last["created_at"], last["id"]).encode()


async def random_images(*, sessions: Sessions, limit: int, viewer_id: int | None) -> Sequence[Row]:
    """A uniform random choice."""
    async with reading(sessions) as connection:
        ids = await random_ids(connection, limit, chance)
        found = await image_queries.by_ids(connection, ids, viewer_id=viewer_id)
        return [found[post_id] for post_id in ids if post_id in found]


async def random_ids(reader: Reader, limit: int, chance: random.Random) -> Sequence[int]:
    """A uniform choice of active posts, in random order; all of them if there are at most `limit`."""
    for probes, most in PROBES_PER_ITEM:
        drawn = fractions(chance, limit * probes)
        chosen = first_distinct(await probing.probe_active(reader, drawn, most=limit * most), limit=limit)
        if chosen is not None:
            return chosen
    return await repository.shuffled_active_ids(reader, limit=limit)


async def get_image(*, sessions: Sessions, post_id: int, viewer_id: int | None) -> Row:
    """One active post."""
    async with reading(sessions) as connection:
        return await _active(connection, post_id, viewer_id)


async def create_post(
    *,
    sessions: Sessions,
    files: ImageFiles,
    encoder: ImageEncoder,
    author: Author,
    original: Original,
    fields: Mapping[str, Any],
) -> tuple[Row, bool]:
    """Store an image and post it. True if the post is new: the same bytes by the same user are one post."""
    user_id = author.user_id
    with storing("spool"):
        key = await asyncio.to_thread(object_key, user_id, original.file)
    async with transaction(sessions) as session:
        await require_active_account(session, user_id)
        existing = await image_queries.live_by_image_url(session, url_path(key), viewer_id=user_id)
    if existing is not None:
        return existing, False
    encoded = await encoder.encode(user_id, original.file, original.container)
    async with transaction(sessions) as session:
        # Again: the account may have been disabled or deleted during encoding.
        await require_active_account(session, user_id)
        await lock_file(session, key)
        existing = await image_queries.live_by_image_url(session, url_path(key), viewer_id=user_id)
        if existing is not None:
            return existing, False
        values = {"user_id": user_id, "author_name": author.username, **fields}
        return await _publish(session, files, key, encoded, values), True


async def _publish(
    session: AsyncSession, files: ImageFiles, key: str, encoded: Encoded, values: Mapping[str, Any]
) -> Row:
    """File before row: a visible post always has its file."""
    await files.publish(key, encoded.webp)
    size = {"width": encoded.width, "height": encoded.height}
    post_id = await repository.insert_post(session, {**values, **size, "image_url": url_path(key)})
    return await _active(session, post_id, viewer_id=values["user_id"])


async def update_post(*, sessions: Sessions, post_id: int, user_id: int, changes: Mapping[str, Any]) -> Row:
    """Change the given fields."""
    async with transaction(sessions) as session:
        await require_active_account(session, user_id)
        await _require_owner(session, post_id, user_id)
        if changes:
            await repository.update_post(session, post_id, changes)
        return await _active(session, post_id, viewer_id=user_id)


async def delete_post(
    *, sessions: Sessions, files: ImageFiles, post_id: int, user_id: int, now: datetime
) -> None:
    """Withdraw a post, then move its file. If the move fails or the store guard refuses it, the worker's
    sweep repeats it."""
    async with transaction(sessions) as session:
        await require_active_account(session, user_id)
        await _require_owner(session, post_id, user_id)
        image_url = await repository.withdraw_post(session, post_id, now=now)
    try:
        await move_file(sessions=sessions, files=files, key=key_of(image_url))
    except (StorageUnavailable, StoreRefused) as error:
        log.warning("file_move_failed", post_id=post_id, error=str(error))


async def _active(reader: Reader, post_id: int, viewer_id: int | None) -> Row:
    found = await image_queries.by_id(reader, post_id, viewer_id=viewer_id)
    if found is None:
        raise PostNotFound
    return found


async def _require_owner(session: AsyncSession, post_id: int, user_id: int) -> None:
    owner_id = await repository.lock_active_owner(session, post_id)
    if owner_id is None:
        raise PostNotFound
    if owner_id != user_id:
        raise NotOwner
