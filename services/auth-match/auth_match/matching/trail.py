"""Writes the durable rows of matching from the trail stream, off the hot path and idempotently.

Every realtime process reads as one consumer of one group; what a dead one had taken is claimed by the others.
An entry is acknowledged after its rows are committed, so it may be written twice and never not at all.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from redis.exceptions import ResponseError

from auth_match.matching import repository, store
from auth_match.matching.models import MatchRequest
from auth_match.runtime import redis as redis_clients
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

GROUP = "rows"
BATCH = 100
ABANDONED_MILLISECONDS = 5_000

Event = dict[str, Any]
Entry = tuple[str, dict[str, str]]


async def write_pending(consumer: str) -> int:
    """Writes what is new and what a dead process left; returns how many entries."""
    client = redis_clients.async_client()
    key = store.trail_key()
    try:
        claimed = await client.xautoclaim(key, GROUP, consumer, ABANDONED_MILLISECONDS, count=BATCH)
        fresh = await client.xreadgroup(GROUP, consumer, {key: ">"}, count=BATCH)
    except ResponseError as error:
        if not str(error).startswith("NOGROUP"):
            raise
        await _make_group(key)
        return 0
    entries: list[Entry] = [*claimed[1], *(entry for _, stream in _streams(fresh) for entry in stream)]
    for entry_id, fields in entries:
        await in_database_thread(write, json.loads(fields["event"]))
        await client.xack(key, GROUP, entry_id)
    return len(entries)


def _streams(answer: Any) -> list[tuple[str, list[Entry]]]:
    """redis-py answers a list under RESP2 and a mapping under RESP3."""
    if isinstance(answer, dict):
        return [(key, [entry for part in parts for entry in part]) for key, parts in answer.items()]
    return list(answer or [])


async def _make_group(key: str) -> None:
    try:
        await redis_clients.async_client().xgroup_create(key, GROUP, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):  # another process was faster
            raise


def write(event: Event) -> None:
    """The rows of one event, in one transaction. Events of users deleted meanwhile leave none."""
    try:
        with transaction.atomic():
            _WRITERS.get(event["type"], _nothing)(event)
    except IntegrityError:
        log.info("trail_of_deleted_user", event_type=event["type"])


def _nothing(_: Event) -> None:
    """Rooms have their rows already (announce.py)."""


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
        from_user=int(event["from_user"]),
        to_user=int(event["to_user"]),
        created_at=_time(event["at"]),
    )


def _answered(event: Event) -> None:
    if event["response"] == "accept":
        repository.record_offer_status(event["offer"]["offer_id"], MatchRequest.Status.ACCEPTED)


def _matched(event: Event) -> None:
    repository.record_offer_status(event["offer"]["offer_id"], MatchRequest.Status.MATCHED)


_ENDS = {
    "rejected": MatchRequest.Status.REJECTED,
    "expired": MatchRequest.Status.EXPIRED,
    "partner_left": MatchRequest.Status.CANCELLED,
}


def _closed(event: Event) -> None:
    repository.record_offer_status(event["offer"]["offer_id"], _ENDS[event["reason"]])
    repository.record_waiting([int(user) for user in event["requeued"] or []], is_active=True)


_WRITERS: dict[str, Callable[[Event], None]] = {
    "joined": _joined,
    "left": _left,
    "offered": _offered,
    "answered": _answered,
    "matched": _matched,
    "closed": _closed,
}
