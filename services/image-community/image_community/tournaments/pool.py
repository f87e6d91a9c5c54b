"""The candidates and the excluded pairs of a voter, in PostgreSQL. Statements are built once: hot path."""

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

from image_community.models import TournamentMatch, TournamentVote
from image_community.posts.probing import POST, TAKES_PART, probe_statement
from image_community.runtime.inputs import NO_ID
from image_community.runtime.prepared import PreparedStatement, Reader
from image_community.tournaments.domain.pairing import Candidate, Pair

Pairs = set[Pair]


@dataclass(frozen=True, slots=True)
class VoterHistory:
    """What a voter is not shown: own images, and pairs judged or open since these times."""

    voter_id: int | None
    judged_since: datetime
    open_since: datetime

    def values(self) -> dict[str, Any]:
        """The shared parameters of the statements."""
        return {
            "voter_id": self.voter_id or NO_ID,
            "judged_since": self.judged_since,
            "open_since": self.open_since,
        }


_NOT_OWN = POST.user_id != bindparam("voter_id")
_CANDIDATES = PreparedStatement(select(POST.id, POST.user_id).where(*TAKES_PART, _NOT_OWN))


def _excluded(among: ScalarSelect[int] | None = None) -> CompoundSelect[int, int]:
    """The pairs that `:voter_id` judged since `:judged_since`, or that are open since `:open_since`."""
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
    """(id, user_id, number) of the hits, by number; then (id, id, NULL) of the excluded pairs among them.

    One statement, since a second round trip costs more than its query.
    """
    hit = probe_statement(*TAKES_PART, _NOT_OWN).cte("hit")
    excluded = _excluded(select(hit.c.id).scalar_subquery()).subquery("excluded")
    hits = select(hit.c.id, hit.c.user_id, hit.c.number.label("number"))
    return union_all(hits, select(*excluded.c, null().label("number"))).order_by("number")


_EXCLUDED, _PROBE = PreparedStatement(_excluded()), PreparedStatement(_probe())


async def probe(
    reader: Reader, fractions: list[float], *, history: VoterHistory, most: int
) -> tuple[list[Candidate], Pairs]:
    """The candidates at these random positions (independent draws), and the excluded pairs among them."""
    rows = await _PROBE.rows(reader, {**history.values(), "fractions": fractions, "most": most})
    drawn: list[Candidate] = []
    excluded: Pairs = set()
    for first, second, number in (row.values() for row in rows):
        if number is None:
            excluded.add(Pair((first, second)))
        else:
            drawn.append(Candidate(first, second))
    return drawn, excluded


async def candidates(reader: Reader, history: VoterHistory) -> list[Candidate]:
    """Every image that takes part, except the voter's own."""
    return [Candidate(*row.values()) for row in await _CANDIDATES.rows(reader, history.values())]


async def excluded_pairs(reader: Reader, history: VoterHistory) -> Pairs:
    """The pairs that this voter recently judged or has open."""
    return {Pair(row.values()) for row in await _EXCLUDED.rows(reader, history.values())}
