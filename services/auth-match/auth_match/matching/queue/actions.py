"""What a user does on the match socket, one function each. In matching the script is the commit: everything
after it (rows, pushes) follows from the events it returned.

RedisError and Django's database errors pass through: transport asks the client to come back.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from django.conf import settings

from auth_match.accounts import limits
from auth_match.matching.delivery import publisher
from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.widening import Widening, widened
from auth_match.matching.history import repository as history
from auth_match.matching.queue.join_context import JoinContext, join_context_of
from auth_match.matching.queue.trail_bell import TrailBell
from auth_match.matching.state import metrics, store
from auth_match.matching.state.snapshot import Snapshot
from auth_match.matching.state.store import Outcome
from auth_match.matching.stats.wait_estimate import with_wait_estimate
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attached:
    """The socket's number, to be given with every later call, and the user's state."""

    connection: str
    state: Snapshot


async def attach(*, user_id: int) -> Attached:
    """A match socket opened: it becomes the user's only one."""
    since = clock.now() - timedelta(seconds=settings.VOICE_ROOM_MAX_SECONDS)
    room = await in_database_thread(history.live_room_of, user_id, since=since)
    outcome = await store.run("attach", user=str(user_id), room=room and store.room_argument(room))
    await publisher.notify_replaced(user_id, outcome.result)
    await publisher.publish(outcome.events)
    return Attached(outcome.result, await with_wait_estimate(outcome.state, user_id=user_id))


async def beat(*, user_id: int, connection: str) -> Outcome:
    """`ok`, `replaced`, or `unknown` when Redis has lost the user. The state comes without queue stats."""
    outcome = await store.run("beat", user=str(user_id), connection=connection)
    await publisher.publish(outcome.events)
    return outcome


async def detach(*, user_id: int, connection: str) -> None:
    """The socket closed: a queued or offered user keeps the position for the grace."""
    await store.run("detach", user=str(user_id), connection=connection)


async def join(*, user_id: int, connection: str, widening: Widening | None = None) -> Outcome:
    """Queues the user; the longest-waiting compatible user is offered at once if there is one. TooOften,
    InvalidToken.

    With `widening` the user's own range of accepted ages grows later, for this queue entry.
    """
    context = await in_database_thread(_join_context_within_limit, user_id)
    seeker = context.seeker
    wider = widened(seeker, widening) if widening else seeker
    outcome = await store.run(
        "join",
        user=str(user_id),
        connection=connection,
        name=context.name,
        ticket=candidate_index.queue_ticket(seeker),
        wider=candidate_index.queue_ticket(wider) if wider != seeker else None,
        widen_after=widening.after_seconds if widening else None,
        met=context.met,
        blocked=context.blocked,
    )
    return await _published(outcome, user_id)


async def leave(*, user_id: int, connection: str) -> Outcome:
    outcome = await store.run("leave", user=str(user_id), connection=connection)
    return await _published(outcome, user_id)


async def respond(
    *, user_id: int, connection: str, response: str, offer_id: str | None, partner: str | None
) -> Outcome:
    """Answers the current offer. The second accept opens a room under the key drawn here."""
    outcome = await store.run(
        "respond",
        user=str(user_id),
        connection=connection,
        response=response,
        offer_id=offer_id,
        partner=partner,
        room=secrets.token_urlsafe(24),
    )
    return await _published(outcome, user_id)


async def look_up(*, user_id: int) -> Snapshot:
    outcome = await store.run("snapshot", user=str(user_id))
    return await with_wait_estimate(outcome.state, user_id=user_id)


async def expel(*, user_id: int) -> None:
    """Out of queue, offer and room at once, whatever socket is open: the account is disabled or deleted."""
    outcome = await store.run("expel", user=str(user_id))
    await publisher.publish(outcome.events)


async def sweep(*, now: float | None = None, bells: Sequence[TrailBell] = ()) -> int:
    """Handles every deadline that is due; how many there were. Any process may, at any time.

    `bells` ring if the trail has grown since they saw it last.
    """
    outcome = await store.run("sweep", now=now, limit=store.SWEEP_LIMIT)
    for bell in bells:
        bell.see(outcome.sweep.newest)
    await publisher.publish(outcome.events)
    for deadline, error in outcome.sweep.failed.items():
        log.error("deadline_failed", deadline=deadline, error=error)
    if outcome.sweep.lag is not None:
        metrics.SWEEP_LAG.observe(outcome.sweep.lag)
    return int(outcome.result)


def _join_context_within_limit(user_id: int) -> JoinContext:
    """The limit first: a refused join costs the database nothing."""
    limits.spend("join_per_user", user_id)
    return join_context_of(user_id)


async def _published(outcome: Outcome, user_id: int) -> Outcome:
    """After the pushes; with queue stats where the user is queued."""
    await publisher.publish(outcome.events)
    if outcome.snapshot is None:
        return outcome
    return replace(outcome, snapshot=await with_wait_estimate(outcome.snapshot, user_id=user_id))
