"""Votes as sums, in PostgreSQL: those that are there, and those that are kept of deleted images."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.leaderboards.domain.votes import DAILY_CAP, LeftOut, PairVotes
from image_community.models import (
    AccountStanding,
    ImagePost,
    ModelVotesKept,
    ModelVotesLeftOut,
    Standing,
    TournamentVote,
)
from image_community.runtime.database import see_one_snapshot, set_local

MAX_PAIRS = 200_000  # of models; the least judged beyond that are left out and counted
STATEMENT_TIME = "300s"  # for one statement of the worker's
ROWS_AT_ONCE = 2000


async def look_at_all(session: AsyncSession) -> None:
    """Begin a transaction that sees one moment, with more time and memory than a request has.

    In two moments, votes that a deletion turns into kept sums between them would be read twice.
    """
    await see_one_snapshot(session)
    await set_local(session, statement_timeout=STATEMENT_TIME, work_mem="64MB", transaction_read_only="on")


# What the votes look like from outside.


async def fingerprint(session: AsyncSession) -> str:
    """Changes with votes and with what happens to accounts; cheap however many votes there are.

    Not with a vote that is committed after one of a higher id: it is seen at the next one.
    """
    disabled = AccountStanding.standing == Standing.DISABLED
    statement = select(
        func.concat_ws(
            ":",
            select(func.coalesce(func.max(TournamentVote.id), 0)).scalar_subquery(),
            select(func.coalesce(func.sum(ModelVotesKept.votes), 0)).scalar_subquery(),
            select(func.coalesce(func.sum(ModelVotesLeftOut.votes), 0)).scalar_subquery(),
            select(func.count()).select_from(AccountStanding).where(disabled).scalar_subquery(),
            select(func.extract("epoch", func.max(AccountStanding.changed_at))).scalar_subquery(),
        )
    )
    return (await session.execute(statement)).scalar_one()


# Votes about models.


def _judged(of_voters: CompoundSelect[int] | None = None) -> Select[*tuple[Any, ...]]:
    """Each vote with its models and why it is left out, if it is."""
    vote = TournamentVote
    pair = (
        func.least(vote.winner_model_key, vote.loser_model_key),
        func.greatest(vote.winner_model_key, vote.loser_model_key),
    )
    day = func.date_trunc("day", vote.created_at, "UTC")
    nth = func.row_number().over(partition_by=[vote.voter_id, *pair, day], order_by=vote.id)
    left_out = case(
        (or_(vote.winner_model_key.is_(None), vote.loser_model_key.is_(None)), LeftOut.UNNAMED_MODEL.value),
        (vote.winner_model_key == vote.loser_model_key, LeftOut.SAME_MODEL.value),
        (AccountStanding.user_id.is_not(None), LeftOut.DISABLED_VOTER.value),
        (nth > DAILY_CAP, LeftOut.OVER_DAILY_CAP.value),
    )
    is_disabled = and_(
        AccountStanding.user_id == vote.voter_id, AccountStanding.standing == Standing.DISABLED
    )
    statement = select(
        vote.voter_id,
        vote.winner_image_id,
        vote.loser_image_id,
        vote.winner_was_left,
        vote.winner_model_key.label("winner_key"),
        vote.loser_model_key.label("loser_key"),
        left_out.label("left_out"),
    ).outerjoin(AccountStanding, is_disabled)
    return statement if of_voters is None else statement.where(vote.voter_id.in_(of_voters))


def _summed(judged: Subquery) -> Select[*tuple[Any, ...]]:
    """By pair of models where the vote counts, by reason where it does not. `all_votes`: of every row."""
    counts = judged.c.left_out.is_(None)
    groups = (
        judged.c.left_out,
        case((counts, judged.c.winner_key)).label("winner_key"),
        case((counts, judged.c.loser_key)).label("loser_key"),
    )
    return select(
        *groups,
        func.count().label("votes"),
        func.count().filter(judged.c.winner_was_left).label("left_wins"),
        func.count().filter(not_(judged.c.winner_was_left)).label("right_wins"),
        func.sum(func.count()).over().label("all_votes"),
    ).group_by(*groups)


Sums = tuple[list[PairVotes], Counter[LeftOut]]


async def sum_votes(session: AsyncSession) -> Sums:
    """Every vote there is and every kept sum: what counts by pair of models, the rest by reason."""
    left_out: Counter[LeftOut] = Counter()
    pairs = await _read(session, _summed(_judged().subquery()), left_out)
    kept = select(
        null().label("left_out"),
        ModelVotesKept.winner_key,
        ModelVotesKept.loser_key,
        ModelVotesKept.votes,
        ModelVotesKept.left_wins,
        ModelVotesKept.right_wins,
        func.sum(ModelVotesKept.votes).over().label("all_votes"),
    )
    pairs += await _read(session, kept, left_out)
    for reason, votes in await session.execute(select(ModelVotesLeftOut.reason, ModelVotesLeftOut.votes)):
        left_out[LeftOut(reason)] += votes
    return pairs, left_out


async def _read(
    session: AsyncSession, sums: Select[*tuple[Any, ...]], left_out: Counter[LeftOut]
) -> list[PairVotes]:
    """At most `MAX_PAIRS` of the sums, the reasons first; what is beyond belongs to rarely judged models."""
    ordered = sums.order_by(text("left_out NULLS LAST, votes DESC")).limit(MAX_PAIRS)
    rest, pairs = None, []
    # In pieces, between which the worker's other jobs have their turn.
    async for row in await session.stream(ordered, execution_options={"yield_per": ROWS_AT_ONCE}):
        rest = (int(row.all_votes) if rest is None else rest) - row.votes
        if row.left_out is not None:
            left_out[LeftOut(row.left_out)] += row.votes
        else:
            pairs.append(PairVotes(row.winner_key, row.loser_key, row.votes, row.left_wins, row.right_wins))
    left_out[LeftOut.RARE_MODEL] += rest or 0
    return pairs


async def keep_votes_about(session: AsyncSession, user_id: int) -> None:
    """Before a deleted user's posts and votes go: keep what others said of the models, as sums.

    What the user said as a voter goes for good, and is counted as left out.
    """
    own = select(ImagePost.id).where(ImagePost.user_id == user_id)
    # The daily cap looks at all that these voters did, not only at what is about to go.
    # Two indexes; asked for both in one condition, PostgreSQL reads every vote there is.
    voter = select(TournamentVote.voter_id)
    voters = voter.where(TournamentVote.winner_image_id.in_(own)).union(
        voter.where(TournamentVote.loser_image_id.in_(own))
    )
    judged = _judged(voters).subquery()
    is_about = or_(judged.c.winner_image_id.in_(own), judged.c.loser_image_id.in_(own))
    sums = _summed(judged).where(is_about, judged.c.voter_id != user_id).cte("sums")
    counts = sums.c.left_out.is_(None)
    kept = select(*(sums.c[name] for name in (*BY_PAIR, *KEPT))).where(counts)
    rest = select(sums.c.left_out, sums.c.votes).where(not_(counts))
    add_kept = _adding(ModelVotesKept, kept, by=BY_PAIR, columns=KEPT)
    add_rest = _adding(ModelVotesLeftOut, rest, by=["reason"], columns=["votes"])
    await session.execute(add_rest.add_cte(add_kept.cte("kept")))
    said = select(literal(LeftOut.DELETED_VOTER.value), func.count()).where(
        TournamentVote.voter_id == user_id
    )
    said = said.having(func.count() > 0)
    await session.execute(_adding(ModelVotesLeftOut, said, by=["reason"], columns=["votes"]))


BY_PAIR, KEPT = ("winner_key", "loser_key"), ("votes", "left_wins", "right_wins")


def _adding(
    table: type[ModelVotesKept | ModelVotesLeftOut],
    rows: Select[*tuple[Any, ...]],
    *,
    by: Sequence[str],
    columns: Sequence[str],
) -> Insert:
    """Add to the sums that are there, by SQL arithmetic; make those that are not."""
    statement = upsert(table).from_select([*by, *columns], rows)
    added = {name: getattr(table, name) + statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=list(by), set_=added)


async def spellings(session: AsyncSession, keys: Sequence[str]) -> dict[str, str]:
    """How most authors write these models, the last row of each; one whose images are not shown has none."""
    authors = func.count(distinct(ImagePost.user_id))
    statement = (
        select(ImagePost.model_key, ImagePost.model_name)
        .where(ImagePost.model_key.in_(keys), ImagePost.is_active.is_(True))
        .group_by(ImagePost.model_key, ImagePost.model_name)
        .order_by(ImagePost.model_key, authors, ImagePost.model_name)
    )
    return {row.model_key: row.model_name for row in await session.execute(statement)}
