"""Who takes part, and which pairs a voter knows, in PostgreSQL. Statements are built once: they are hot."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, CompoundSelect, Integer, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import TournamentMatch, TournamentVote
from image_community.posts.probing import POST, probe_statement
from image_community.tournaments.domain.pairing import Candidate, Pair

Pairs = set[Pair]
NOBODY = 0  # no user's id
TAKES_PART = (POST.is_active, POST.is_tournament_opt_in)  # as the partial index says it
_NOT_OWN = POST.user_id != bindparam("but_by")
_PROBE = probe_statement(*TAKES_PART, _NOT_OWN)
_CANDIDATES = select(POST.id, POST.user_id).where(*TAKES_PART, _NOT_OWN)


def _taken(among: ColumnElement[Any] | None = None) -> CompoundSelect[int, int]:
    """The pairs that `:voter_id` judged since `:judged_since`, or holds open since `:open_since`."""
    vote, match = TournamentVote.__table__.c, TournamentMatch.__table__.c
    judged = select(vote.winner_image_id, vote.loser_image_id).where(
        vote.voter_id == bindparam("voter_id"), vote.created_at >= bindparam("judged_since")
    )
    is_open = select(match.left_image_id, match.right_image_id).where(
        match.voter_id == bindparam("voter_id"),
        match.created_at >= bindparam("open_since"),
        match.ended_at.is_(None),
    )
    if among is not None:
        judged = judged.where(vote.winner_image_id == among, vote.loser_image_id == among)
        is_open = is_open.where(match.left_image_id == among, match.right_image_id == among)
    return judged.union_all(is_open)


_TAKEN = _taken()
_TAKEN_AMONG = _taken(any_(bindparam("among", type_=ARRAY(Integer))))


async def probe(
    session: AsyncSession, fractions: list[float], *, but_by: int | None, most: int
) -> list[Candidate]:
    """Who takes part at these random places, except this author's own: independent uniform draws."""
    values = {"fractions": fractions, "but_by": but_by or NOBODY, "most": most}
    return [Candidate(*row) for row in await session.execute(_PROBE, values)]


async def candidates(session: AsyncSession, *, but_by: int | None) -> list[Candidate]:
    """Every image that takes part, except this author's own."""
    return [Candidate(*row) for row in await session.execute(_CANDIDATES, {"but_by": but_by or NOBODY})]


async def taken_pairs(
    session: AsyncSession,
    *,
    voter_id: int,
    judged_since: datetime,
    open_since: datetime,
    among: Collection[int] | None = None,
) -> Pairs:
    """The pairs this voter judged lately or holds open; if only these images matter, among them."""
    values = {"voter_id": voter_id, "judged_since": judged_since, "open_since": open_since}
    if among is None:
        return {Pair(pair) for pair in await session.execute(_TAKEN, values)}
    found = await session.execute(_TAKEN_AMONG, {**values, "among": list(among)})
    return {Pair(pair) for pair in found}
