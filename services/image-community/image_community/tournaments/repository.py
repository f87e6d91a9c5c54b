"""Matches and votes in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import ARRAY, Integer, Table, any_, bindparam, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.models import ImagePost, ImagePostCounters, TournamentMatch, TournamentVote
from image_community.posts.image_queries import image_select, parameters
from image_community.posts.probing import TAKES_PART
from image_community.runtime.prepared import PreparedStatement, Reader, Row
from image_community.tournaments.domain.pairing import Pair

POST, COUNTERS = ImagePost.__table__.c, ImagePostCounters.__table__.c
MATCHES, VOTES = cast(Table, TournamentMatch.__table__), cast(Table, TournamentVote.__table__)
MATCH, VOTE = MATCHES.c, VOTES.c
_PAIR = any_(bindparam("pair", type_=ARRAY(Integer)))
# Built once: building them per vote costs more than running them.
_VOTE_ON = PreparedStatement(
    select(VOTE.id, VOTE.winner_image_id, VOTE.loser_image_id).where(
        VOTE.voter_id == bindparam("voter"), VOTE.match_id == bindparam("match")
    )
)
_WAS_JUDGED = PreparedStatement(
    select(VOTE.id)
    .where(
        VOTE.voter_id == bindparam("voter"),
        VOTE.winner_image_id == _PAIR,
        VOTE.loser_image_id == _PAIR,
        VOTE.created_at >= bindparam("since"),
    )
    .limit(1)
)
_LOCK_CANDIDATES = PreparedStatement(
    select(POST.id, POST.model_key)
    .where(POST.id == _PAIR, *TAKES_PART)
    .order_by(POST.id)
    .with_for_update(read=True)
)
_INSERT_VOTE = PreparedStatement(
    insert(VOTES)
    .values(
        match_id=bindparam("match"),
        voter_id=bindparam("voter"),
        winner_image_id=bindparam("winner"),
        loser_image_id=bindparam("loser"),
        winner_was_left=bindparam("winner_was_left"),
        winner_model_key=bindparam("winner_model_key"),
        loser_model_key=bindparam("loser_model_key"),
    )
    .returning(VOTE.id, VOTE.created_at)
)
_INSERT_MATCH = PreparedStatement(
    insert(MATCHES).values(
        match_id=bindparam("match"),
        voter_id=bindparam("voter"),
        left_image_id=bindparam("left"),
        right_image_id=bindparam("right"),
        created_at=bindparam("now"),
    )
)
_LATEST_MATCH = PreparedStatement(
    select(MATCH.match_id)
    .where(
        MATCH.voter_id == bindparam("voter"),
        MATCH.created_at >= bindparam("since"),
        MATCH.left_image_id == _PAIR,
        MATCH.right_image_id == _PAIR,
    )
    .order_by(MATCH.created_at.desc())
    .limit(1)
)
_OPEN_MATCHES = PreparedStatement(
    select(MATCH.match_id, MATCH.created_at, MATCH.left_image_id, MATCH.right_image_id)
    .where(
        MATCH.voter_id == bindparam("voter"),
        MATCH.created_at >= bindparam("since"),
        MATCH.ended_at.is_(None),
        ~exists().where(VOTE.voter_id == MATCH.voter_id, VOTE.match_id == MATCH.match_id),
        exists().where(POST.id == MATCH.left_image_id, *TAKES_PART),
        exists().where(POST.id == MATCH.right_image_id, *TAKES_PART),
    )
    .order_by(MATCH.created_at.desc(), MATCH.match_id)
    .limit(bindparam("size"))
)
_END_MATCH = PreparedStatement(
    update(MATCHES).where(MATCH.match_id == bindparam("match")).values(ended_at=bindparam("now"))
)
_ENDED_AT = PreparedStatement(
    select(MATCH.ended_at).where(MATCH.match_id == bindparam("match"), MATCH.voter_id == bindparam("voter"))
)
_WIN_COUNT = PreparedStatement(select(COUNTERS.win_count).where(COUNTERS.image_post_id == bindparam("image")))


@dataclass(frozen=True, slots=True)
class Vote:
    """A stored vote."""

    id: int
    winner_image_id: int
    loser_image_id: int


async def insert_match(
    reader: Reader, *, match_id: str, voter_id: int, left: int, right: int, now: datetime
) -> None:
    """Insert an issued match."""
    values = {"match": match_id, "voter": voter_id, "left": left, "right": right, "now": now}
    await _INSERT_MATCH.run(reader, values)


async def latest_match(reader: Reader, *, voter_id: int, pair: Pair, since: datetime) -> str | None:
    """The id of the voter's newest match of exactly these two images."""
    values = {"voter": voter_id, "pair": list(pair), "since": since}
    match_id: str | None = await _LATEST_MATCH.value(reader, values)
    return match_id


async def open_matches(reader: Reader, *, voter_id: int, since: datetime, limit: int) -> Sequence[Row]:
    """match_id, created_at, left_image_id, right_image_id of the voter's open matches, newest first."""
    return await _OPEN_MATCHES.rows(reader, {"voter": voter_id, "since": since, "size": limit})


async def end_match(reader: Reader, match_id: str, *, now: datetime) -> None:
    """The match is no longer open."""
    await _END_MATCH.run(reader, {"match": match_id, "now": now})


async def was_skipped(reader: Reader, match_id: str, *, voter_id: int) -> bool:
    """Whether this voter skipped this match."""
    return await _ENDED_AT.value(reader, {"match": match_id, "voter": voter_id}) is not None


async def delete_matches(session: AsyncSession, *, before: datetime) -> int:
    """Delete matches issued before that time; returns how many."""
    statement = delete(TournamentMatch).where(TournamentMatch.created_at < before)
    return len((await session.execute(statement.returning(TournamentMatch.match_id))).all())


async def vote_on(reader: Reader, match_id: str, *, voter_id: int) -> Vote | None:
    """This voter's vote on this match."""
    row = await _VOTE_ON.row(reader, {"voter": voter_id, "match": match_id})
    return None if row is None else Vote(**row)


async def was_judged(reader: Reader, *, voter_id: int, pair: Pair, since: datetime) -> bool:
    """Whether this voter judged these two images since that time, in any match."""
    values = {"voter": voter_id, "pair": list(pair), "since": since}
    return await _WAS_JUDGED.value(reader, values) is not None


ModelKeys = Mapping[int, str | None]


async def lock_candidates(reader: Reader, ids: Iterable[int]) -> ModelKeys:
    """The model keys of those that still take part, locked until the transaction ends."""
    rows = await _LOCK_CANDIDATES.rows(reader, {"pair": list(ids)})
    return {row["id"]: row["model_key"] for row in rows}


async def insert_vote(
    reader: Reader,
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
        "match": match_id,
        "voter": voter_id,
        "winner": winner,
        "loser": loser,
        "winner_was_left": winner_was_left,
        "winner_model_key": model_keys[winner],
        "loser_model_key": model_keys[loser],
    }
    row = await _INSERT_VOTE.row(reader, values)
    assert row is not None
    return row["id"], row["created_at"]


async def win_count(reader: Reader, image_id: int) -> int | None:
    """The total wins of an image; None if it is deleted."""
    wins: int | None = await _WIN_COUNT.value(reader, {"image": image_id})
    return wins


@cache
def _shown(*, is_known: bool) -> PreparedStatement:
    statement = image_select(is_known=is_known).where(POST.id == _PAIR, *TAKES_PART).order_by(POST.id)
    if is_known:
        statement = statement.with_for_update(read=True, key_share=True, of=ImagePost.__table__)
    return PreparedStatement(statement)


async def shown(reader: Reader, ids: Iterable[int], *, viewer_id: int | None) -> dict[int, Row]:
    """The rows of those that still take part: an image may be withdrawn after the draw.

    For a known viewer the images are locked against deletion until the transaction ends.
    """
    statement = _shown(is_known=viewer_id is not None)
    rows = await statement.rows(reader, parameters(viewer_id, pair=list(ids)))
    return {row["id"]: row for row in rows}


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


async def votes_of(session: AsyncSession, voter_id: int, *, after: int, limit: int) -> Sequence[Row]:
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
