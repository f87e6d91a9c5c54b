"""Writes the rows of matching from the trail, off the hot path.

Every realtime process tries; an advisory lock lets one at a time. It first takes what was read but not
acknowledged, so entries are written in their order, perhaps twice, and none is left out. A batch is written
in a few statements, or event by event when one of its users was deleted meanwhile.
"""

from collections.abc import Iterable
from typing import assert_never

import structlog
from django.db import IntegrityError, transaction

from auth_match.matching.history import batch_repository, metrics, repository, room_rows, row_changes
from auth_match.matching.history.row_changes import STATUS_OF_CLOSED, moment
from auth_match.matching.models import MatchRequest
from auth_match.matching.state import stream
from auth_match.matching.state.events import (
    Answered,
    Event,
    Joined,
    Left,
    Matched,
    OfferClosed,
    Offered,
    RangeWidened,
    RoomClosed,
    SeatFreed,
)
from auth_match.matching.state.stream import Entry
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

GROUP = "rows"


async def record_pending(consumer: str) -> int:
    """Writes the next batch; how many entries are done. 0 also when another process is writing."""
    return await in_database_thread(_record_batch, consumer)


def _record_batch(consumer: str) -> int:
    """Acknowledged after the commit, so that nothing is lost, and under the lock, so that no part of the
    batch is written again after what came later."""
    with repository.trail_lock() as is_ours:
        if not is_ours:
            return 0
        with transaction.atomic():
            repository.check_references_immediately()
            entries = _take(consumer)
            record_all([entry.event for entry in entries])
        acknowledge(entries)
    return len(entries)


def acknowledge(entries: Iterable[Entry]) -> None:
    """Counts each entry once: another process may have read it again before now."""
    for entry in stream.acknowledge(GROUP, entries):
        metrics.count(entry.event)


def _take(consumer: str) -> list[Entry]:
    """What was taken and not acknowledged, all of it before anything new; only the lock's holder reads."""
    return stream.claim(GROUP, consumer) or stream.read(GROUP, consumer)


def record_all(events: Iterable[Event | None]) -> None:
    """The rows of these events. Events of another version (None) leave none."""
    known = [event for event in events if event is not None]
    try:
        with transaction.atomic():
            batch_repository.write(row_changes.of_events(known))
    except IntegrityError:  # of a user who was deleted meanwhile; the other events keep their rows
        for event in known:
            record(event)


def record(event: Event) -> None:
    """The rows of one event, all or none."""
    try:
        with transaction.atomic():
            _write(event)
    except IntegrityError:  # the users were deleted meanwhile: the rows have nothing to refer to
        log.info("event_of_deleted_user", event_type=type(event).__name__)


def _write(event: Event) -> None:  # noqa: C901 - one case per event
    match event:
        case Joined():
            repository.record_entry(event.user_id, entered_at=moment(event.queued_at))
        case Left():
            repository.record_queued([event.user_id], is_active=False)
        case Offered():
            _record_offered(event)
        case Answered():
            if event.response == "accept":
                repository.record_offer_status(event.offer.offer_id, MatchRequest.Status.ACCEPTED)
        case Matched():
            repository.record_offer_status(event.offer.offer_id, MatchRequest.Status.MATCHED)
            room_rows.add_meeting(event)
        case OfferClosed():
            repository.record_offer_status(event.offer.offer_id, STATUS_OF_CLOSED[event.reason])
            repository.record_queued(event.requeued, is_active=True)
        case RoomClosed():
            repository.delete_room(event.room)
        case RangeWidened() | SeatFreed():
            pass
        case _:
            assert_never(event)


def _record_offered(event: Offered) -> None:
    offer = event.offer
    repository.record_queued([each.user_id for each in offer.participants], is_active=False)
    repository.record_offer(
        offer_id=offer.offer_id,
        from_user=offer.from_user,
        to_user=offer.to_user,
        created_at=moment(event.at),
    )
