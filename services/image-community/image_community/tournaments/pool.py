"""Who takes part, and which pairs a voter knows, in PostgreSQL. Statements are built once: they are hot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CompoundSelect,
    Integer,
    ScalarSelect,
    any_,
    bindparam,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import TournamentMatch, TournamentVote
from image_community.posts.probing import POST, probe_statement
from image_community.tournaments.domain.pairing import Candidate, Pair

Pairs = set[Pair]
NOBODY = 0  # no user's id
TAKES_PART = (POST.is_active, POST.is_tournament_opt_in)  # as the partial index says it


@dataclass(frozen=True, slots=True)
class Known:
    """What a voter is not to be shown: their own images, and the pairs judged or held open since then."""

    voter_id: int | None
    judged_since: datetime
    open_since: datetime

    def values(self) -> dict[str, Any]:
        """Of the parameters that the statements share."""
        return {
            "voter_id": self.voter_id or NOBODY,
            "judged_since": self.judged_since,
            "open_since": self.open_since,
        }


_NOT_OWN = POST.user_id != bindparam("voter_id")
_CANDIDATES = select(POST.id, POST.user_id).where(*TAKES_PART, _NOT_OWN)


def _taken(among: ScalarSelect[int] | None = None) -> CompoundSelect[int, int]:
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
        ids = func.array(among, type_=ARRAY(Integer))
        judged = judged.where(vote.winner_image_id == any_(ids), vote.loser_image_id == any_(ids))
        is_open = is_open.where(match.left_image_id == any_(ids), match.right_image_id == any_(ids))
    return judged.union_all(is_open)


def _probe() -> CompoundSelect[int, int, int | None]:
    """(id, user_id, number) of those met, by number; then (id, id, NULL) of the taken pairs among them.

    One statement, as a second one costs more than what it would ask.
    """
    hit = probe_statement(*TAKES_PART, _NOT_OWN).cte("hit")
    taken = _taken(select(hit.c.id).scalar_subquery()).subquery("taken")
    met = select(hit.c.id, hit.c.user_id, hit.c.number.label("number"))
    return union_all(met, select(*taken.c, null().label("number"))).order_by("number")


_TAKEN = _taken()
_PROBE = _probe()


async def probe(
    session: AsyncSession, fractions: list[float], *, known: Known, most: int
) -> tuple[list[Candidate], Pairs]:
    """Who takes part at these random places, independent uniform draws, and the taken pairs among them."""
    rows = await session.execute(_PROBE, {**known.values(), "fractions": fractions, "most": most})
    drawn: list[Candidate] = []
    taken: Pairs = set()
    for first, second, number in rows:
        if number is None:
            taken.add(Pair((first, second)))
        else:
            drawn.append(Candidate(first, second))
    return drawn, taken


async def candidates(session: AsyncSession, known: Known) -> list[Candidate]:
    """Every image that takes part, except the voter's own."""
    return [Candidate(*row) for row in await session.execute(_CANDIDATES, known.values())]


async def taken_pairs(session: AsyncSession, known: Known) -> Pairs:
    """The pairs this voter judged lately or holds open."""
    return {Pair(pair) for pair in await session.execute(_TAKEN, known.values())}
