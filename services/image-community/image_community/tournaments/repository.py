"""Matches and votes in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ARRAY, Integer, Table, any_, bindparam, delete, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePost, ImagePostCounters, TournamentMatch, TournamentVote
from image_community.posts.image_queries import image_select, parameters
from image_community.tournaments.domain.pairing import Pair

POST, VOTE = ImagePost.__table__.c, TournamentVote.__table__.c
_PAIR = any_(bindparam("pair", type_=ARRAY(Integer)))
# Built once: building them per vote costs more than running them.
_VOTE_ON = select(VOTE.id, VOTE.winner_image_id, VOTE.loser_image_id).where(
    VOTE.voter_id == bindparam("voter"), VOTE.match_id == bindparam("match")
)
_WAS_JUDGED = (
    select(VOTE.id)
    .where(
        VOTE.voter_id == bindparam("voter"),
        VOTE.winner_image_id == _PAIR,
        VOTE.loser_image_id == _PAIR,
        VOTE.created_at >= bindparam("since"),
    )
    .limit(1)
)
_LOCK_CANDIDATES = (
    select(POST.id, POST.model_key)
    .where(POST.id == _PAIR, POST.is_active, POST.is_tournament_opt_in)
    .order_by(POST.id)
    .with_for_update(read=True)
)
_INSERT_VOTE = insert(cast(Table, TournamentVote.__table__)).returning(VOTE.id, VOTE.created_at)


@dataclass(frozen=True, slots=True)
class Vote:
    """A stored vote."""

    id: int
    winner_image_id: int
    loser_image_id: int


async def insert_match(
    session: AsyncSession, *, match_id: str, voter_id: int, left: int, right: int, now: datetime
) -> None:
    """Insert an issued match."""
    values = {"match_id": match_id, "voter_id": voter_id, "created_at": now}
    await session.execute(insert(TournamentMatch).values(**values, left_image_id=left, right_image_id=right))


async def latest_match(session: AsyncSession, *, voter_id: int, pair: Pair, since: datetime) -> str | None:
    """The id of the voter's newest match of exactly these two images."""
    statement = (
        select(TournamentMatch.match_id)
        .where(
            TournamentMatch.voter_id == voter_id,
            TournamentMatch.created_at >= since,
            TournamentMatch.left_image_id.in_(pair),
            TournamentMatch.right_image_id.in_(pair),
        )
        .order_by(TournamentMatch.created_at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def end_match(session: AsyncSession, match_id: str, *, now: datetime) -> None:
    """The match is no longer open."""
    statement = update(TournamentMatch).where(TournamentMatch.match_id == match_id)
    await session.execute(statement.values(ended_at=now))


async def was_skipped(session: AsyncSession, match_id: str, *, voter_id: int) -> bool:
    """Whether this voter skipped this match."""
    statement = select(TournamentMatch.ended_at).where(
        TournamentMatch.match_id == match_id, TournamentMatch.voter_id == voter_id
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def delete_matches(session: AsyncSession, *, before: datetime) -> int:
    """Delete matches issued before that time; returns how many."""
    statement = delete(TournamentMatch).where(TournamentMatch.created_at < before)
    return len((await session.execute(statement.returning(TournamentMatch.match_id))).all())


async def vote_on(session: AsyncSession, match_id: str, *, voter_id: int) -> Vote | None:
    """This voter's vote on this match."""
    row = (await session.execute(_VOTE_ON, {"voter": voter_id, "match": match_id})).one_or_none()
    return None if row is None else Vote(*row)


async def was_judged(session: AsyncSession, *, voter_id: int, pair: Pair, since: datetime) -> bool:
    """Whether this voter judged these two images since that time, in any match."""
    values = {"voter": voter_id, "pair": list(pair), "since": since}
    return (await session.execute(_WAS_JUDGED, values)).scalar_one_or_none() is not None


ModelKeys = Mapping[int, str | None]


async def lock_candidates(session: AsyncSession, ids: Iterable[int]) -> ModelKeys:
    """The model keys of those that still take part, locked until the transaction ends."""
    rows = await session.execute(_LOCK_CANDIDATES, {"pair": list(ids)})
    return {row.id: row.model_key for row in rows}


async def insert_vote(
    session: AsyncSession,
    *,
    match_id: str,
    voter_id: int,
    winner: int,
    loser: int,
    winner_was_left: bool,
    model_keys: ModelKeys,
) -> tuple[int, datetime]:
    """Insert a vote; returns its id and its time."""
    values = {
        "match_id": match_id,
        "voter_id": voter_id,
        "winner_image_id": winner,
        "loser_image_id": loser,
        "winner_was_left": winner_was_left,
        "winner_model_key": model_keys[winner],
        "loser_model_key": model_keys[loser],
    }
    row = (await session.execute(_INSERT_VOTE, values)).one()
    return row.id, row.created_at


async def win_count(session: AsyncSession, image_id: int) -> int | None:
    """The total wins of an image; None if it is deleted."""
    statement = select(ImagePostCounters.win_count).where(ImagePostCounters.image_post_id == image_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def shown(session: AsyncSession, ids: Iterable[int], *, viewer_id: int | None) -> dict[int, RowMapping]:
    """The rows of those that still take part: an image may be withdrawn after the draw.

    For a known viewer the images are locked against deletion until the transaction ends.
    """
    takes_part = ImagePost.is_active.is_(True), ImagePost.is_tournament_opt_in.is_(True)
    statement = image_select(is_known=viewer_id is not None).where(ImagePost.id.in_(ids), *takes_part)
    if viewer_id is not None:
        statement = statement.order_by(ImagePost.id)
        statement = statement.with_for_update(read=True, key_share=True, of=ImagePost)
    return {row["id"]: row for row in (await session.execute(statement, parameters(viewer_id))).mappings()}


async def remove_votes_about(session: AsyncSession, user_id: int) -> Sequence[tuple[int, int, datetime]]:
    """Delete a user's votes and those on the user's images, without updating counters.

    Returns (winner, loser, time) of each.
    """
    own = select(ImagePost.id).where(ImagePost.user_id == user_id)
    removed: list[tuple[int, int, datetime]] = []
    for condition in (  # separately: no index covers all three
        TournamentVote.voter_id == user_id,
        TournamentVote.winner_image_id.in_(own),
        TournamentVote.loser_image_id.in_(own),
    ):
        statement = delete(TournamentVote).where(condition)
        rows = statement.returning(
            TournamentVote.winner_image_id, TournamentVote.loser_image_id, TournamentVote.created_at
        )
        removed += [(winner, loser, at) for winner, loser, at in await session.execute(rows)]
    return removed


async def remove_matches_of(session: AsyncSession, voter_id: int) -> None:
    """Delete the matches of a voter."""
    await session.execute(delete(TournamentMatch).where(TournamentMatch.voter_id == voter_id))


async def votes_of(session: AsyncSession, voter_id: int, *, after: int, limit: int) -> Sequence[RowMapping]:
    """A voter's votes, by id."""
    statement = select(
        TournamentVote.id,
        TournamentVote.match_id,
        TournamentVote.winner_image_id,
        TournamentVote.loser_image_id,
        TournamentVote.winner_was_left,
        TournamentVote.created_at,
    ).where(TournamentVote.voter_id == voter_id, TournamentVote.id > after)
    return (await session.execute(statement.order_by(TournamentVote.id).limit(limit))).mappings().all()
