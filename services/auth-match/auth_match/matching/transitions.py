"""What a person does at the match socket, one function each. In matching the script is the commit: everything
after it (rows, pushes) follows from the events it returned.

RedisError and Django's database errors pass through: transport tells the client to come back.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings

from auth_match.matching import metrics, repository, store, waiting
from auth_match.matching.announce import announce, replaced
from auth_match.matching.domain import index
from auth_match.matching.domain.widening import Widening, widened
from auth_match.matching.entrance import entrance_of
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attached:
    """The socket's number, to be given with every later call, and the user's state."""

    connection: str
    state: dict[str, Any]


async def attach(*, user_id: int) -> Attached:
    """A match socket opened: it becomes the user's only one."""
    since = clock.now() - timedelta(seconds=settings.VOICE_ROOM_MAX_SECONDS)
    room = await in_database_thread(repository.live_room_of, user_id, since=since)
    outcome = await store.run("attach", user=str(user_id), room=room and store.room_argument(room))
    await replaced(user_id, outcome.result)
    await announce(outcome.events)
    return Attached(outcome.result, await waiting.described(outcome.state, user_id=user_id))


async def beat(*, user_id: int, connection: str) -> store.Outcome:
    """`ok`, `replaced`, or `unknown` when Redis has lost the user. The state says nothing of the crowd."""
    outcome = await store.run("beat", user=str(user_id), connection=connection)
    await announce(outcome.events)
    return outcome


async def detach(*, user_id: int, connection: str) -> None:
    """The socket closed: a waiting or offered user keeps the place for the grace."""
    await store.run("detach", user=str(user_id), connection=connection)


async def join(*, user_id: int, connection: str, widening: Widening | None = None) -> store.Outcome:
    """Stands in the queue; the longest-waiting fitting user is offered at once if there is one. TooOften,
    InvalidToken.

    With `widening` the user's own range of ages grows later, for this stay in the queue.
    """
    entrance = await in_database_thread(entrance_of, user_id)
    seeker = entrance.seeker
    wider = widened(seeker, widening) if widening else seeker
    outcome = await store.run(
        "join",
        user=str(user_id),
        connection=connection,
        name=entrance.name,
        ticket=index.ticket(seeker),
        wider=index.ticket(wider) if wider != seeker else None,
        widen_after=widening.after_seconds if widening else None,
        met=entrance.met,
        blocked=entrance.blocked,
    )
    await announce(outcome.events)
    return await _described(outcome, user_id)


async def leave(*, user_id: int, connection: str) -> store.Outcome:
    outcome = await store.run("leave", user=str(user_id), connection=connection)
    await announce(outcome.events)
    return await _described(outcome, user_id)


async def respond(
    *, user_id: int, connection: str, response: str, offer_id: str | None, partner: str | None
) -> store.Outcome:
    """Answers the current offer. The second yes opens a room under the key drawn here."""
    outcome = await store.run(
        "respond",
        user=str(user_id),
        connection=connection,
        response=response,
        offer_id=offer_id,
        partner=partner,
        room=secrets.token_urlsafe(24),
    )
    await announce(outcome.events)
    return await _described(outcome, user_id)


async def look_up(*, user_id: int) -> dict[str, Any]:
    outcome = await store.run("snapshot", user=str(user_id))
    return await waiting.described(outcome.state, user_id=user_id)


async def expel(*, user_id: int) -> None:
    """Out of queue, offer and room at once, whatever socket is open: the account is disabled or deleted."""
    outcome = await store.run("expel", user=str(user_id))
    await announce(outcome.events)


async def sweep(*, now: float | None = None) -> int:
    """Does everything that is due; returns how much it was. Any process may, at any time."""
    outcome = await store.run("sweep", now=now, limit=store.SWEEP_LIMIT)
    await announce(outcome.events)
    for what, reason in outcome.state.get("failed", {}).items():
        log.error("not_done_by_sweep", due=what, reason=reason)
    if "lag" in outcome.state:
        metrics.SWEEP_LAG.observe(float(outcome.state["lag"]))
    return int(outcome.result)


async def _described(outcome: store.Outcome, user_id: int) -> store.Outcome:
    return replace(outcome, state=await waiting.described(outcome.state, user_id=user_id))
