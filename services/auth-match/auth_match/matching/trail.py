"""Writes the durable rows of matching from the trail stream, off the hot path.

Every realtime process tries; an advisory lock lets one at a time. It reads first what was taken but not
acknowledged, so entries are written in their order, perhaps again, and never not at all.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from auth_match.matching import announce, metrics, repository, store, trail_group
from auth_match.matching.models import MatchRequest
from auth_match.runtime import redis as redis_clients
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

GROUP = "rows"

Event = dict[str, Any]


async def write_pending(consumer: str) -> int:
    """Writes the next batch; returns how many entries are done. 0 also when another process is writing."""
    return await in_database_thread(_write_batch, consumer)


def _write_batch(consumer: str) -> int:
    """Acknowledged after the commit, so that nothing is lost, and before anybody else writes: or a
    part of these might be written again after what came later."""
    with repository.trail_lock() as is_ours:
        if not is_ours:
            return 0
        done: dict[str, Event] = {}
        with transaction.atomic():
            repository.check_references_at_once()
            for entry_id, event in _take(consumer):
                write(event)
                done[entry_id] = event
        acknowledge(store.trail_key(), done)
    return len(done)


def acknowledge(key: str, done: dict[str, Event]) -> None:
    """Only who takes an entry from the group counts it: another process may have read it again before now."""
    with redis_clients.sync_client().pipeline(transaction=False) as pipeline:
        for entry_id in done:
            pipeline.xack(key, GROUP, entry_id)
        for event, is_ours in zip(done.values(), pipeline.execute(), strict=True):
            if is_ours:
                metrics.count(event)


def _take(consumer: str) -> list[trail_group.Entry]:
    """What anybody took and did not acknowledge, all of it before anything new; nobody else reads now."""
    return trail_group.claim(GROUP, consumer) or trail_group.read(GROUP, consumer)


def write(event: Event) -> None:
    """The rows of one event, all or none. Events of a newer version, and of seats, leave none."""
    writer = _WRITERS.get(event["type"])
    if writer is not None:
        _wrote(writer, event)


def _wrote(writer: Callable[[Event], object], event: Event) -> bool:
    """False for an event of users deleted meanwhile: there is nothing to refer to."""
    try:
        with transaction.atomic():
            writer(event)
    except IntegrityError:
        log.info("trail_of_deleted_user", event_type=event["type"])
        return False
    return True


def _time(seconds: str) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)


def _pair(event: Event) -> list[int]:
    return [int(event["offer"]["user1"]), int(event["offer"]["user2"])]


def _joined(event: Event) -> None:
    repository.record_entry(int(event["user"]), entered_at=_time(event["queued_at"]))


def _left(event: Event) -> None:
    repository.record_waiting([int(event["user"])], is_active=False)


def _offered(event: Event) -> None:
    repository.record_waiting(_pair(event), is_active=False)
    repository.record_offer(
        offer_id=event["offer"]["offer_id"],
        from_user=int(event["offer"]["from_user"]),
        to_user=int(event["offer"]["to_user"]),
        created_at=_time(event["at"]),
    )


def _answered(event: Event) -> None:
    if event["response"] == "accept":
        repository.record_offer_status(event["offer"]["offer_id"], MatchRequest.Status.ACCEPTED)


def _matched(event: Event) -> None:
    repository.record_offer_status(event["offer"]["offer_id"], MatchRequest.Status.MATCHED)
    announce.keep_meeting(event)


_ENDS = {
    "rejected": MatchRequest.Status.REJECTED,
    "expired": MatchRequest.Status.EXPIRED,
    "partner_left": MatchRequest.Status.CANCELLED,
}


def _closed(event: Event) -> None:
    repository.record_offer_status(event["offer"]["offer_id"], _ENDS[event["reason"]])
    repository.record_waiting([int(user) for user in event["requeued"] or []], is_active=True)


def _room_closed(event: Event) -> None:
    repository.delete_room(event["room"])


_WRITERS: dict[str, Callable[[Event], None]] = {
    "joined": _joined,
    "left": _left,
    "offered": _offered,
    "answered": _answered,
    "matched": _matched,
    "closed": _closed,
    "room_closed": _room_closed,
}
