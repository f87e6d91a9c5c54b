"""Ratings of images in PostgreSQL, for the worker. It reads tables of numbers by COPY, into arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ARRAY, Float, Integer, any_, column, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.leaderboards.domain.rating import RATING
from image_community.models import ImagePost, ImageRating

MAX_VOTES = 1_000_000  # the newest, by id; their cost: bench/results.md
COPY_HEADER_BYTES, COPY_TRAILER_BYTES = 19, 2
NUMBERS = {"id": ">i4", "winner": ">i4", "loser": ">i4", "matches": ">i4", "votes": ">i8"}
Table = NDArray[np.void]


async def pairs(session: AsyncSession, *, newest: int = MAX_VOTES) -> Table:
    """How often each image beat each other one, in so many of the newest votes: winner, loser, votes."""
    first = f"SELECT id FROM tournament_votes ORDER BY id DESC OFFSET {newest - 1:d} LIMIT 1"  # noqa: S608 - a number
    query = f"""SELECT winner_image_id, loser_image_id, count(*) FROM tournament_votes
                WHERE id >= coalesce(({first}), 0) GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608 - the same
    return await _copy_out(session, query, ("winner", "loser", "votes"))


async def ratings(session: AsyncSession) -> Table:
    """The stored ratings: columns id, rating, rating_low, rating_high, matches; by id."""
    query = """SELECT image_post_id, rating, rating_low, rating_high, matches FROM image_ratings ORDER BY 1"""
    return await _copy_out(session, query, ("id", *RATING, "matches"))


async def _copy_out(session: AsyncSession, query: str, names: Sequence[str]) -> Table:
    """The rows of a query whose columns are never null. PostgreSQL manual, COPY, binary format."""
    wire = [("columns", ">i2")]
    for name in names:
        wire += [(f"{name} bytes", ">i4"), (name, NUMBERS.get(name, ">f8"))]
    received = bytearray()

    async def receive(chunk: bytes) -> None:
        received.extend(chunk)

    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    await driver.copy_from_query(query, output=receive, format="binary")
    rows = np.frombuffer(memoryview(received)[COPY_HEADER_BYTES:-COPY_TRAILER_BYTES], dtype=wire)
    return rows[list(names)]


async def store(session: AsyncSession, changed: Table) -> int:
    """Upsert these rows of `ratings`, except for locked or deleted images; returns how many.

    The images are locked first, so that a deletion waits. This does not wait for locks itself.
    """
    ids = literal(changed["id"].tolist(), ARRAY(Integer))
    here = select(ImagePost.id).where(ImagePost.id == any_(ids))
    locked = here.with_for_update(read=True, key_share=True, skip_locked=True).cte("locked")
    arrays = [literal(changed[name].tolist(), ARRAY(Float)) for name in RATING]
    each = func.unnest(ids, *arrays, literal(changed["matches"].tolist(), ARRAY(Integer))).table_valued(
        column("id", Integer),
        *(column(name, Float) for name in RATING),
        column("matches", Integer),
        name="each",
    )
    new = each.render_derived()
    columns = ["image_post_id", *RATING, "matches"]
    rows = select(*(new.c[name] for name in ("id", *columns[1:]))).join(locked, locked.c.id == new.c.id)
    statement = upsert(ImageRating).from_select(columns, rows)
    replaced = {name: statement.excluded[name] for name in columns[1:]}
    stored = await session.execute(
        statement.on_conflict_do_update(index_elements=["image_post_id"], set_=replaced).returning(
            ImageRating.image_post_id
        )
    )
    return len(stored.scalars().all())


async def delete_ratings(session: AsyncSession, ids: Sequence[int]) -> None:
    """Delete the ratings of images without votes. A rating that is locked by a deletion is skipped."""
    gone = ImageRating.image_post_id == any_(literal(list(ids), ARRAY(Integer)))
    unlocked = select(ImageRating.image_post_id).where(gone).with_for_update(skip_locked=True)
    await session.execute(delete(ImageRating).where(ImageRating.image_post_id.in_(unlocked)))
