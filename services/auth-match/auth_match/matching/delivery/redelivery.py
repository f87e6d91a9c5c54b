"""Redelivers offers and matches that a user may not have heard of, and adds rooms' rows that are missing.

A process may die, and Redis may drop a push, between a script and its pushes. So one process looks at each
such event of the trail again, a little later. A socket that has sent it sends it no second time
(queue/consumer.py).
"""

from typing import TypeGuard

import structlog
from django.db import IntegrityError

from auth_match.matching.delivery import publisher
from auth_match.matching.history import room_rows
from auth_match.matching.state import stream
from auth_match.matching.state.events import Event, Matched, Offered
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

GROUP = "told"  # its name in Redis, older than the words of the code
# How long the process that ran the script has for rows and pushes.
AFTER_SECONDS = 2


async def redeliver_due(consumer: str, *, after_seconds: float = AFTER_SECONDS) -> int:
    """The next batch; how many entries were taken or finished. Acknowledged after the pushes."""
    taken = await in_database_thread(_take, consumer)
    due = await in_database_thread(stream.claim, GROUP, consumer, idle_seconds=after_seconds)
    for entry in due:
        # the process that took it may have died before it acknowledged what is never redelivered
        if _is_redelivered(entry.event) and await _is_current(entry.event):
            await publisher.redeliver(entry.event)
    await in_database_thread(stream.acknowledge, GROUP, due)
    return taken + len(due)


def _is_redelivered(event: Event | None) -> TypeGuard[Offered | Matched]:
    return isinstance(event, Offered | Matched)


def _take(consumer: str) -> int:
    """Starts the time of each; acknowledges what is never redelivered."""
    entries = stream.read(GROUP, consumer)
    stream.acknowledge(GROUP, [entry for entry in entries if not _is_redelivered(entry.event)])
    return len(entries)


async def _is_current(event: Offered | Matched) -> bool:
    """Sockets check an offer themselves; a match has its room, or gets it now."""
    return isinstance(event, Offered) or await in_database_thread(_has_room, event)


def _has_room(event: Matched) -> bool:
    """Whether the room is open; its rows are there then. False when a user was deleted meanwhile."""
    try:
        return room_rows.add_if_room_is_open(event)
    except IntegrityError:
        log.info("room_of_deleted_user", room=event.room)
        return False
