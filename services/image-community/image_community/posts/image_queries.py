"""Reads of images in PostgreSQL, as Core rows: ORM objects cost more than twice as much.

Statements are built once: building one per request costs more CPU than everything else a request does.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Integer,
    Select,
    and_,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImageLike, ImagePost, ImagePostCounters
from image_community.posts import count_repository
from image_community.posts.domain.cursor import Cursor
from image_community.posts.domain.filters import MOST_PER_PAGE, Filters
from image_community.posts.domain.total import COUNTED_AT_MOST, Total
from image_community.runtime.prepared import PreparedStatement, Reader, Row

ImageSelect = Select[*tuple[Any, ...]]
POST, COUNTERS, LIKE = ImagePost.__table__.c, ImagePostCounters.__table__.c, ImageLike.__table__.c
NEAR = 2_000  # rows from the top: pages that are read often
NEWEST_FIRST = POST.created_at.desc(), POST.id.desc()


def image_select(*, is_known: bool) -> ImageSelect:
    """All columns of an Image, one row per post; `is_liked` only for a known viewer (parameter `viewer`)."""
    statement = select(
        POST.id,
        POST.user_id,
        POST.author_name,
        POST.image_url,
        POST.prompt,
        POST.model_name,
        POST.is_tournament_opt_in,
        POST.is_active,
        POST.created_at,
        POST.updated_at,
        POST.width,
        POST.height,
        COUNTERS.like_count,
        COUNTERS.win_count.label("tournament_win_count"),
        COUNTERS.loss_count.label("tournament_loss_count"),
    ).join_from(ImagePost.__table__, ImagePostCounters.__table__, COUNTERS.image_post_id == POST.id)
    return statement.add_columns(_IS_LIKED) if is_known else statement


_IS_LIKED = (
    exists()
    .where(and_(LIKE.image_post_id == POST.id, LIKE.user_id == bindparam("viewer", type_=Integer)))
    .correlate(ImagePost.__table__)
    .label("is_liked")
)


def parameters(viewer_id: int | None, **others: Any) -> dict[str, Any]:
    """The parameters of a statement made of `image_select`."""
    return others if viewer_id is None else {"viewer": viewer_id, **others}


def at_most(most: int, statement: ImageSelect) -> ImageSelect:
    """The first `size` rows of a statement that is never asked for more than `most`.

    The constant lets PostgreSQL keep its plan. Of a parameter alone it expects a tenth of the table, and so
    plans at each execution, which costs as much as reading the rows. PostgreSQL keeps the order of a
    sub-query that is only cut.
    """
    return select(statement.limit(literal_column(str(most))).subquery()).limit(bindparam("size"))


@cache
def _page_statement(given: frozenset[str], *, is_known: bool, is_near: bool) -> PreparedStatement:
    """First the ids, from an index in the order of lists, then only the rows of the page.

    An array of ids, not a joined sub-query: a plan for any offset would expect many rows there, and read
    whole tables for them.
    """
    ids: ImageSelect = select(POST.id).where(*_matching(given)).order_by(*NEWEST_FIRST)
    ids = at_most(NEAR, ids) if is_near else ids.limit(bindparam("size"))
    of_page = ids.offset(bindparam("first")).scalar_subquery()
    on_page = POST.id == any_(func.array(of_page, type_=ARRAY(Integer)))
    return PreparedStatement(image_select(is_known=is_known).where(on_page).order_by(*NEWEST_FIRST))


async def page(
    reader: Reader, filters: Filters, *, limit: int, offset: int, viewer_id: int | None
) -> Sequence[Row]:
    """Newest first, by offset."""
    given = _given(filters)
    statement = _page_statement(
        frozenset(given), is_known=viewer_id is not None, is_near=offset + limit <= NEAR
    )
    return await statement.rows(reader, parameters(viewer_id, **given, size=limit, first=offset))


@cache
def _after_statement(given: frozenset[str], *, is_known: bool, has_position: bool) -> PreparedStatement:
    statement = image_select(is_known=is_known).where(*_matching(given)).order_by(*NEWEST_FIRST)
    if has_position:
        position = tuple_(bindparam("last_created_at", type_=DateTime(timezone=True)), bindparam("last_id"))
        statement = statement.where(tuple_(POST.created_at, POST.id) < position)
    return PreparedStatement(at_most(MOST_PER_PAGE + 1, statement))


async def after(
    reader: Reader, filters: Filters, *, cursor: Cursor | None, limit: int, viewer_id: int | None
) -> Sequence[Row]:
    """Newest first, by position: the last page is as cheap as the first."""
    given = _given(filters)
    statement = _after_statement(
        frozenset(given), is_known=viewer_id is not None, has_position=cursor is not None
    )
    values = parameters(viewer_id, **given, size=limit)
    if cursor is not None:
        values |= {"last_created_at": cursor.created_at, "last_id": cursor.id}
    return await statement.rows(reader, values)


@cache
def _count_statement(given: frozenset[str]) -> PreparedStatement:
    some: ImageSelect = select(literal_column("1")).select_from(ImagePost.__table__).where(*_matching(given))
    some = some.limit(literal_column(str(COUNTED_AT_MOST + 1)))
    return PreparedStatement(select(func.count()).select_from(some.subquery()))


async def count(reader: Reader, filters: Filters) -> Total:
    """How many posts a list has in total: exact for all posts and those of an author, which are kept."""
    given = _given(filters)
    if not given:
        return Total(await count_repository.count_active(reader))
    if given.keys() == {"author"}:
        return Total(await count_repository.count_active_of(reader, given["author"]))
    found = await _count_statement(frozenset(given)).value(reader, given)
    return Total(min(found, COUNTED_AT_MOST), is_exact=found <= COUNTED_AT_MOST)


def _given(filters: Filters) -> dict[str, Any]:
    """The filters that narrow a list, as parameters."""
    values = {
        "author": filters.user_id,
        "in_tournament": filters.tournament_only or None,
        "model_name": filters.model_name,
        "model_key": filters.model_key,
    }
    return {name: value for name, value in values.items() if value is not None}


def _matching(given: frozenset[str]) -> list[ColumnElement[bool]]:
    conditions: dict[str, ColumnElement[bool]] = {
        "author": POST.user_id == bindparam("author", type_=Integer),
        "in_tournament": POST.is_tournament_opt_in.is_(True),
        "model_name": POST.model_name == bindparam("model_name"),
        "model_key": POST.model_key == bindparam("model_key"),
    }
    # Not `IS TRUE`: of that PostgreSQL does not see that the partial indexes hold it.
    return [POST.is_active, *(conditions[name] for name in sorted(given))]


@cache
def _by_id_statement(*, is_known: bool) -> PreparedStatement:
    return PreparedStatement(
        image_select(is_known=is_known).where(
            POST.id == bindparam("post", type_=Integer), POST.is_active.is_(True)
        )
    )


async def by_id(reader: Reader, post_id: int, *, viewer_id: int | None) -> Row | None:
    """An active post; None if there is none of that id."""
    statement = _by_id_statement(is_known=viewer_id is not None)
    return await statement.row(reader, parameters(viewer_id, post=post_id))


@cache
def _by_ids_statement(*, is_known: bool) -> PreparedStatement:
    ids = bindparam("ids", type_=ARRAY(Integer))
    return PreparedStatement(
        image_select(is_known=is_known).where(POST.id == any_(ids), POST.is_active.is_(True))
    )


async def by_ids(reader: Reader, ids: Sequence[int], *, viewer_id: int | None) -> dict[int, Row]:
    """The active ones among `ids`."""
    statement = _by_ids_statement(is_known=viewer_id is not None)
    found = await statement.rows(reader, parameters(viewer_id, ids=list(ids)))
    return {row["id"]: row for row in found}


async def live_by_image_url(session: AsyncSession, image_url: str, *, viewer_id: int) -> Row | None:
    """The post of this file that is not withdrawn."""
    statement = image_select(is_known=True).where(POST.image_url == image_url, POST.deleted_at.is_(None))
    return (await session.execute(statement, parameters(viewer_id))).mappings().one_or_none()


async def posts_of(session: AsyncSession, user_id: int, *, after: int, limit: int) -> Sequence[Row]:
    """All of a user's posts, withdrawn ones too, by id."""
    statement = image_select(is_known=False).add_columns(POST.deleted_at, POST.file_purged_at)
    statement = statement.where(POST.user_id == user_id, POST.id > after).order_by(POST.id)
    return (await session.execute(statement.limit(limit))).mappings().all()
