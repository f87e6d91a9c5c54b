"""The use cases of the tournament."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from image_community.identity.account_status import require_active_voter
from image_community.posts import counters, image_queries
from image_community.runtime.database import Sessions, reading, writing
from image_community.runtime.prepared import Reader, Row
from image_community.runtime.problem import Unavailable
from image_community.tournaments import repository
from image_community.tournaments.domain.pairing import Pair
from image_community.tournaments.drawing import JUDGED_WINDOW, OPEN_WINDOW, draw
from image_community.tournaments.errors import (
    AlreadyVoted,
    MatchGone,
    NotYourMatch,
    PairAlreadyJudged,
    WrongPair,
)
from image_community.tournaments.store import Ticket, TicketStore

chance = random.SystemRandom()

MAX_DRAWS = 5  # per match


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued match; without `expires_at` it has no vote."""

    match_id: str
    expires_at: datetime | None
    left: Row
    right: Row


@dataclass(frozen=True, slots=True)
class Choice:
    """A voter's choice between two images."""

    voter_id: int
    match_id: str | None
    winner_id: int
    loser_id: int

    @property
    def pair(self) -> Pair:
        """Both ids, unordered."""
        return Pair((self.winner_id, self.loser_id))


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted vote; `is_new` is False if it was counted before."""

    vote_id: int
    match_id: str
    win_count: int
    is_new: bool


async def issue_match(
    *, sessions: Sessions, tickets: TicketStore, voter_id: int | None, now: datetime
) -> Issued:
    """Two random images. A known voter gets a vote ticket, a guest does not.

    Raises:
        TooFewImages, TooFewAuthors, NoPairLeft, Unavailable
    """
    if voter_id is not None:
        tickets.require_reachable()
    match_id = str(uuid.uuid4())
    async with writing(sessions) as connection:
        if voter_id is not None:
            await require_active_voter(connection, voter_id)
        left, right = await _draw_images(connection, voter_id, now)
        if voter_id is None:
            return Issued(match_id, None, left, right)
        await repository.insert_match(
            connection, match_id=match_id, voter_id=voter_id, left=left["id"], right=right["id"], now=now
        )
        # The ticket before the commit: without Redis no match is open, and a ticket whose commit fails
        # belongs to a match that was never sent.
        await tickets.keep(match_id, Ticket((left["id"], right["id"]), voter_id, now))
    return Issued(match_id, now + OPEN_WINDOW, left, right)


async def open_matches(
    *, sessions: Sessions, tickets: TicketStore, voter_id: int, limit: int, now: datetime
) -> Sequence[Issued]:
    """The matches on which this voter may still vote, newest first: neither judged, skipped nor expired, and
    both images take part.

    Raises:
        Unavailable: Redis, which has the tickets, does not answer.
    """
    async with reading(sessions) as connection:
        matches = await repository.open_matches(
            connection, voter_id=voter_id, since=now - OPEN_WINDOW, limit=limit
        )
        kept = await tickets.existing([each["match_id"] for each in matches])
        ids = {each[side] for each in matches for side in ("left_image_id", "right_image_id")}
        images = await image_queries.by_ids(connection, sorted(ids), viewer_id=voter_id)
    return [
        Issued(each["match_id"], each["created_at"] + OPEN_WINDOW, left, right)
        for each in matches
        if each["match_id"] in kept
        and (left := images.get(each["left_image_id"])) is not None
        and (right := images.get(each["right_image_id"])) is not None
    ]


async def _draw_images(reader: Reader, voter_id: int | None, now: datetime) -> tuple[Row, Row]:
    """Left and right. If an image is withdrawn after the draw, two others are drawn."""
    for _ in range(MAX_DRAWS):
        left, right = await draw(reader, voter_id=voter_id, now=now, chance=chance)
        rows = await repository.shown(reader, (left.id, right.id), viewer_id=voter_id)
        if len(rows) == 2:
            return rows[left.id], rows[right.id]
    raise Unavailable("all drawn images were withdrawn")


async def vote(*, sessions: Sessions, tickets: TicketStore, choice: Choice, now: datetime) -> Counted:
    """Count one vote. The order of the checks is part of the contract; a refusal writes nothing.

    Raises:
        AlreadyVoted, MatchGone, NotYourMatch, WrongPair, PairAlreadyJudged
    """
    async with writing(sessions) as connection:
        await require_active_voter(connection, choice.voter_id)
        match_id = choice.match_id or await _latest_match_id(connection, choice, now)
        known = await repository.vote_on(connection, match_id, voter_id=choice.voter_id)
        if known is not None:
            if (known.winner_image_id, known.loser_image_id) != (choice.winner_id, choice.loser_id):
                raise AlreadyVoted
            wins = await repository.win_count(connection, choice.winner_id)
            return Counted(known.id, match_id, _still_there(wins), False)
        left_id, _ = await _valid_ticket(tickets, match_id, choice)
        model_keys = await _require_open_pair(connection, choice, now)
        vote_id, at = await repository.insert_vote(
            connection,
            match_id=match_id,
            voter_id=choice.voter_id,
            winner=choice.winner_id,
            loser=choice.loser_id,
            winner_was_left=choice.winner_id == left_id,
            model_keys=model_keys,
        )
        wins = await counters.count_result(connection, winner=choice.winner_id, loser=choice.loser_id, at=at)
        return Counted(vote_id, match_id, _still_there(wins), True)


def _still_there(win_count: int | None) -> int:
    if win_count is None:  # deleted with its owner's account in the meantime
        raise MatchGone
    return win_count


async def _latest_match_id(reader: Reader, choice: Choice, now: datetime) -> str:
    match_id = await repository.latest_match(
        reader, voter_id=choice.voter_id, pair=choice.pair, since=now - JUDGED_WINDOW
    )
    if match_id is None:
        raise MatchGone
    return match_id


async def _valid_ticket(tickets: TicketStore, match_id: str, choice: Choice) -> tuple[int, int]:
    """The image ids of the ticket, left and right."""
    ticket = await _own_ticket(tickets, match_id, choice.voter_id)
    if Pair(ticket.image_ids) != choice.pair:
        raise WrongPair
    return ticket.image_ids


async def _own_ticket(tickets: TicketStore, match_id: str, voter_id: int) -> Ticket:
    ticket = await tickets.find(match_id)
    if ticket is None or ticket.voter_id is None:
        raise MatchGone
    if ticket.voter_id != voter_id:
        raise NotYourMatch
    return ticket


async def _require_open_pair(reader: Reader, choice: Choice, now: datetime) -> repository.ModelKeys:
    """The models of both images, if they still take part and this voter has not judged them elsewhere."""
    model_keys = await repository.lock_candidates(reader, choice.pair)
    if len(model_keys) < 2:
        raise MatchGone
    since = now - JUDGED_WINDOW
    if await repository.was_judged(reader, voter_id=choice.voter_id, pair=choice.pair, since=since):
        raise PairAlreadyJudged
    return model_keys


async def skip(
    *, sessions: Sessions, tickets: TicketStore, voter_id: int, match_id: str, now: datetime
) -> None:
    """End a match without a vote. Idempotent.

    Raises:
        AlreadyVoted, MatchGone, NotYourMatch
    """
    async with writing(sessions) as connection:
        await require_active_voter(connection, voter_id)
        if await repository.vote_on(connection, match_id, voter_id=voter_id) is not None:
            raise AlreadyVoted
        if await repository.was_skipped(connection, match_id, voter_id=voter_id):
            return
        await _own_ticket(tickets, match_id, voter_id)
        await repository.end_match(connection, match_id, now=now)
        # Before the commit: if Redis is unavailable, the match stays open.
        await tickets.drop(match_id)
