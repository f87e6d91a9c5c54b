"""Probes random ids among the posts, in SQL: one statement, at a million posts as cheap as at ten.

The statement maps a fraction to an id by the current bounds, so the newest post can be drawn.
"""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Double, Integer, Select, bindparam, cast, func, select, true

from image_community.models import ImagePost
from image_community.runtime.prepared import PreparedStatement, Reader

# Columns of the table, not attributes of the class: that halves SQLAlchemy's cost per statement.
POST = ImagePost.__table__.c
TAKES_PART = (POST.is_active, POST.is_tournament_opt_in)  # the condition of the partial index


def probe_statement(*in_pool: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """(id, user_id, number) of a pool's posts at the positions `fractions`, by number: at most `most` of
    them.

    Built once per pool. A post that is hit twice is returned twice. ORDINALITY is already in order, so
    PostgreSQL sorts nothing and stops at the last requested hit.
    """
    bounds = select(func.min(POST.id).label("low"), func.max(POST.id).label("high")).cte("bounds")
    draw = (
        func.unnest(bindparam("fractions", type_=ARRAY(Double)))
        .table_valued("fraction", with_ordinality="number", name="draw")
        .render_derived()
    )
    span = bounds.c.high - bounds.c.low + 1
    position = cast(bounds.c.low + func.floor(draw.c.fraction * span), Integer)
    return (
        select(POST.id, POST.user_id, draw.c.number)
        .select_from(bounds.join(draw, true()).join(ImagePost.__table__, POST.id == position))
        .where(*in_pool)
        .order_by(draw.c.number)
        .limit(bindparam("most"))
    )


_ACTIVE = PreparedStatement(probe_statement(POST.is_active))


async def probe_active(reader: Reader, fractions: list[float], *, most: int) -> list[int]:
    """The ids of active posts at these positions."""
    found = await _ACTIVE.rows(reader, {"fractions": fractions, "most": most})
    return [row["id"] for row in found]
