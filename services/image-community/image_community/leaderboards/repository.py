"""Sums of votes, in PostgreSQL: of existing votes, and the retained ones of deleted images."""

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

from image_community.leaderboards.domain.votes import DAILY_CAP, ExclusionReason, PairVotes
from image_community.models import (
    AccountStatus,
    ExcludedModelVotes,
    ImagePost,
    RestrictedAccount,
    RetainedModelVotes,
    TournamentVote,
)
from image_community.runtime.database import see_one_snapshot, set_local

MAX_PAIRS = 200_000  # of models; the least judged ones beyond that are excluded and counted
STATEMENT_TIMEOUT = "300s"  # of the worker's statements
ROWS_AT_ONCE = 2000


async def begin_snapshot(session: AsyncSession) -> None:
    """Begin a transaction with one snapshot, with more time and memory than a request has.

    With two snapshots, votes that a deletion turns into retained sums in between would be read twice.
    """
    await see_one_snapshot(session)
    await set_local(session, statement_timeout=STATEMENT_TIMEOUT, work_mem="64MB", transaction_read_only="on")


async def fingerprint(session: AsyncSession) -> str:
    """Changes with votes and account statuses; cheap at any number of votes.

    It misses a vote that commits after one with a higher id, until the next vote.
    """
    disabled = RestrictedAccount.status == AccountStatus.DISABLED
    statement = select(
        func.concat_ws(
            ":",
            select(func.coalesce(func.max(TournamentVote.id), 0)).scalar_subquery(),
            select(func.coalesce(func.sum(RetainedModelVotes.votes), 0)).scalar_subquery(),
            select(func.coalesce(func.sum(ExcludedModelVotes.votes), 0)).scalar_subquery(),
            select(func.count()).select_from(RestrictedAccount).where(disabled).scalar_subquery(),
            select(func.extract("epoch", func.max(RestrictedAccount.changed_at))).scalar_subquery(),
        )
    )
    return (await session.execute(statement)).scalar_one()


def _judged(of_voters: CompoundSelect[int] | None = None) -> Select[*tuple[Any, ...]]:
    """Each vote with its models and its exclusion reason, if any."""
    vote = TournamentVote
    pair = (
        func.least(vote.winner_model_key, vote.loser_model_key),
        func.greatest(vote.winner_model_key, vote.loser_model_key),
    )
    day = func.date_trunc("day", vote.created_at, "UTC")
    nth = func.row_number().over(partition_by=[vote.voter_id, *pair, day], order_by=vote.id)
    reason = case(
        (
            or_(vote.winner_model_key.is_(None), vote.loser_model_key.is_(None)),
            ExclusionReason.UNNAMED_MODEL.value,
        ),
        (vote.winner_model_key == vote.loser_model_key, ExclusionReason.SAME_MODEL.value),
        (RestrictedAccount.user_id.is_not(None), ExclusionReason.DISABLED_VOTER.value),
        (nth > DAILY_CAP, ExclusionReason.OVER_DAILY_CAP.value),
    )
    is_disabled = and_(
        RestrictedAccount.user_id == vote.voter_id, RestrictedAccount.status == AccountStatus.DISABLED
    )
    statement = select(
        vote.voter_id,
        vote.winner_image_id,
        vote.loser_image_id,
        vote.winner_was_left,
        vote.winner_model_key.label("winner_key"),
        vote.loser_model_key.label("loser_key"),
        reason.label("reason"),
    ).outerjoin(RestrictedAccount, is_disabled)
    return statement if of_voters is None else statement.where(vote.voter_id.in_(of_voters))


def _summed(judged: Subquery) -> Select[*tuple[Any, ...]]:
    """Sums per pair of models for votes that count, per reason for the others. `all_votes`: their total."""
    counts = judged.c.reason.is_(None)
    groups = (
        judged.c.reason,
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


Sums = tuple[list[PairVotes], Counter[ExclusionReason]]


async def sum_votes(session: AsyncSession, *, most_pairs: int = MAX_PAIRS) -> Sums:
    """All votes and retained sums: those that count per pair of models, `most_pairs` of each, the others per
    reason."""
    excluded: Counter[ExclusionReason] = Counter()
    pairs = await _read(session, _summed(_judged().subquery()), excluded, most_pairs)
    retained = select(
        null().label("reason"),
        RetainedModelVotes.winner_key,
        RetainedModelVotes.loser_key,
        RetainedModelVotes.votes,
        RetainedModelVotes.left_wins,
        RetainedModelVotes.right_wins,
        func.sum(RetainedModelVotes.votes).over().label("all_votes"),
    )
    pairs += await _read(session, retained, excluded, most_pairs)
    for reason, votes in await session.execute(select(ExcludedModelVotes.reason, ExcludedModelVotes.votes)):
        excluded[ExclusionReason(reason)] += votes
    return pairs, excluded


async def _read(
    session: AsyncSession, sums: Select[*tuple[Any, ...]], excluded: Counter[ExclusionReason], most: int
) -> list[PairVotes]:
    """At most `most` of the sums, the reasons first; the rest counts as votes of rare models."""
    ordered = sums.order_by(text("reason NULLS LAST, votes DESC")).limit(most)
    rest, pairs = None, []
    # In chunks, so that other jobs of the worker run in between.
    async for row in await session.stream(ordered, execution_options={"yield_per": ROWS_AT_ONCE}):
        rest = (int(row.all_votes) if rest is None else rest) - row.votes
        if row.reason is not None:
            excluded[ExclusionReason(row.reason)] += row.votes
        else:
            pairs.append(PairVotes(row.winner_key, row.loser_key, row.votes, row.left_wins, row.right_wins))
    excluded[ExclusionReason.RARE_MODEL] += rest or 0
    return pairs


async def retain_votes_about(session: AsyncSession, user_id: int) -> None:
    """Before a user's posts and votes are deleted: retain votes of others about the models, as sums.

    The user's own votes are deleted, and counted as excluded.
    """
    own = select(ImagePost.id).where(ImagePost.user_id == user_id)
    # The daily cap depends on all votes of these voters, not only on those that are deleted.
    # A union uses two indexes; for one condition with OR, PostgreSQL reads every vote.
    voter = select(TournamentVote.voter_id)
    voters = voter.where(TournamentVote.winner_image_id.in_(own)).union(
        voter.where(TournamentVote.loser_image_id.in_(own))
    )
    judged = _judged(voters).subquery()
    is_about = or_(judged.c.winner_image_id.in_(own), judged.c.loser_image_id.in_(own))
    sums = _summed(judged).where(is_about, judged.c.voter_id != user_id).cte("sums")
    counts = sums.c.reason.is_(None)
    retained = select(*(sums.c[name] for name in (*BY_PAIR, *SUMS))).where(counts)
    rest = select(sums.c.reason, sums.c.votes).where(not_(counts))
    add_retained = _add(RetainedModelVotes, retained, by=BY_PAIR, columns=SUMS)
    add_rest = _add(ExcludedModelVotes, rest, by=["reason"], columns=["votes"])
    await session.execute(add_rest.add_cte(add_retained.cte("retained")))
    own_votes = select(literal(ExclusionReason.DELETED_VOTER.value), func.count()).where(
        TournamentVote.voter_id == user_id
    )
    own_votes = own_votes.having(func.count() > 0)
    await session.execute(_add(ExcludedModelVotes, own_votes, by=["reason"], columns=["votes"]))


BY_PAIR, SUMS = ("winner_key", "loser_key"), ("votes", "left_wins", "right_wins")


def _add(
    table: type[RetainedModelVotes | ExcludedModelVotes],
    rows: Select[*tuple[Any, ...]],
    *,
    by: Sequence[str],
    columns: Sequence[str],
) -> Insert:
    """Add to existing sums, by SQL arithmetic, and insert new ones."""
    statement = upsert(table).from_select([*by, *columns], rows)
    added = {name: getattr(table, name) + statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=list(by), set_=added)


async def spellings(session: AsyncSession, keys: Sequence[str]) -> dict[str, str]:
    """The spelling that most authors use, per model key; models without visible images have none."""
    authors = func.count(distinct(ImagePost.user_id))
    statement = (
        select(ImagePost.model_key, ImagePost.model_name)
        .where(ImagePost.model_key.in_(keys), ImagePost.is_active.is_(True))
        .group_by(ImagePost.model_key, ImagePost.model_name)
        .order_by(ImagePost.model_key, authors, ImagePost.model_name)
    )
    return {row.model_key: row.model_name for row in await session.execute(statement)}
