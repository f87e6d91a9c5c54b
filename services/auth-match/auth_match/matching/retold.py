"""Offers and matches once more to whoever did not hear of them, and the rows of a room that nobody kept.

A process may die, and Redis may drop a push, between a script and its telling. So each such event of the
trail is looked at again a little later, by one process. Who has heard of it is not told twice (consumers.py).
"""

import structlog
from django.db import IntegrityError

from auth_match.matching import announce, store, trail_group
from auth_match.matching.trail_group import Entry, Event
from auth_match.runtime import redis as redis_clients
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

GROUP = "told"
KINDS = ("offered", "matched")
# How long the process that ran the script has for rows and pushes.
AFTER_SECONDS = 2


async def tell_due(consumer: str) -> int:
    """The next batch; how many entries were taken up or done with. Done with after the telling."""
    taken = await in_database_thread(_take_up, consumer)
    due = await in_database_thread(trail_group.claim, GROUP, consumer, idle_seconds=AFTER_SECONDS)
    for _, event in due:
        # whoever took it up may have died before it was done with what need not be told
        if event["type"] in KINDS and await _still_stands(event):
            await announce.tell_again(event)
    await in_database_thread(_acknowledge, due)
    return taken + len(due)


def _take_up(consumer: str) -> int:
    """From now on the time of each runs; what need not be told again is done with at once."""
    entries = trail_group.read(GROUP, consumer)
    _acknowledge([entry for entry in entries if entry[1]["type"] not in KINDS])
    return len(entries)


def _acknowledge(entries: list[Entry]) -> None:
    if entries:
        redis_clients.sync_client().xack(store.trail_key(), GROUP, *(entry_id for entry_id, _ in entries))


async def _still_stands(event: Event) -> bool:
    """Sockets know of an offer whether it is still theirs; a match has its room, or gets it now."""
    if event["type"] == "offered":
        return True
    return await in_database_thread(_has_its_room, event)


def _has_its_room(event: Event) -> bool:
    """Whether the room stands; its rows are there then. Not of users deleted meanwhile."""
    try:
        return announce.keep_open_room(event)
    except IntegrityError:
        log.info("room_of_deleted_user", room=event["room"])
        return False
