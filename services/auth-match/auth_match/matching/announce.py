"""What follows from a transition: rows that must exist before anybody is told, then the telling.

A push is a doorbell: whoever misses one finds the truth in `state`. Groups are Channels groups: one for each
user's match socket (`match.<user id>`), one for each room (`room.<key>`). What fails here is done later by
whoever reads the same events in the trail: retold.py for the rows of a room and what was not heard, trail.py
for the other rows.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import Error as DatabaseError
from django.db import transaction
from redis.exceptions import RedisError

from auth_match.matching import messages, repository, store
from auth_match.matching.domain.room import Room
from auth_match.matching.messages import Event
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)


def user_group(user_id: int) -> str:
    return f"match.{user_id}"


def room_group(key: str) -> str:
    return f"room.{key}"


async def announce(events: list[Event]) -> None:
    """Event by event in their order: the row first where there must be one, then the pushes."""
    for event in events:
        if event["type"] == "matched" and not await _done(keep_open_room, event):
            continue  # nobody could enter it: it is over, or has no row yet, which retold.py mends, and tells
        await tell(event)
        if event["type"] == "room_closed":
            await _done(repository.delete_room, event["room"])


def announce_from_thread(events: list[Event]) -> None:
    """For the API's threads, which have no event loop. Each call opens a connection: for what is rare."""
    if events:
        async_to_sync(announce)(events)


async def tell(event: Event) -> None:
    """All pushes of one event."""
    for user_id, frame in messages.pushes(event):
        await _send(user_group(user_id), {"type": "push", "frame": frame})
    if event["type"] == "room_closed":
        await _send(room_group(event["room"]), {"type": "room.over", "reason": "room_closed"})
    elif event["type"] == "seat_freed":
        await _send(room_group(event["room"]), {"type": "room.seat_freed", "user_id": int(event["user"])})


async def tell_again(event: Event) -> None:
    """The same to whoever has not heard of it yet, and whom it still concerns (consumers.py)."""
    for user_id, frame in messages.pushes(event):
        await _send(user_group(user_id), {"type": "push_unless_told", "frame": frame})


async def replaced(user_id: int, connection: str) -> None:
    """Tells every other match socket of the user that `connection` is the one now."""
    await _send(user_group(user_id), {"type": "replaced", "connection": connection})


def keep_open_room(event: Event) -> bool:
    """The rows of a match; whether the room stands. No row of one that has ended meanwhile: whoever ended it
    found none to delete, and once Redis has forgotten the end, the row would open the room again
    (lua/attach.lua)."""
    keep_room(event)
    try:
        stands = store.run_in_thread("has_room", room=event["room"]).result == "yes"
    except RedisError:
        log.warning("room_not_seen", exc_info=True)
        return True  # it was there a moment ago; retold.py looks once more
    if not stands:
        repository.delete_room(event["room"])
    return stands


def keep_room(event: Event) -> bool:
    """Its room and the meeting, in one transaction. False when the room was there."""
    offer = event["offer"]
    room = Room(key=event["room"], user1=int(offer["user1"]), user2=int(offer["user2"]))
    with transaction.atomic():
        keep_meeting(event)
        return repository.add_room(offer_id=offer["offer_id"], room=room)


def keep_meeting(event: Event) -> None:
    offer = event["offer"]
    pair = {"user1": int(offer["user1"]), "user2": int(offer["user2"])}
    at = datetime.fromtimestamp(float(event["at"]), UTC)
    repository.add_meeting(offer_id=offer["offer_id"], at=at, **pair)


async def _done(write: Callable[..., bool | None], *arguments: Any) -> bool:
    """False when it could not be written, or says so itself."""
    try:
        return await in_database_thread(write, *arguments) is not False
    except DatabaseError:
        log.exception("write_left_to_the_trail", write=write.__name__)
        return False


async def _send(group: str, message: dict[str, Any]) -> None:
    """A push that fails must not keep others from theirs."""
    try:
        await get_channel_layer().group_send(group, message)
    except (RedisError, OSError):
        log.warning("push_lost", group=group, push=message["type"], exc_info=True)
