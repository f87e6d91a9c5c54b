"""What follows from a transition: rows that must exist before anybody is told, then the telling.

A push is a doorbell: whoever misses one finds the truth in `state`. Groups are Channels groups: one for each
user's match socket (`match.<user id>`), one for each room (`room.<key>`).
"""

import structlog
from channels.layers import get_channel_layer
from django.db import Error as DatabaseError
from django.db import transaction

from auth_match.matching import messages, repository, store
from auth_match.matching.messages import Event, Frame
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)


def user_group(user_id: int) -> str:
    return f"match.{user_id}"


def room_group(key: str) -> str:
    return f"room.{key}"


async def announce(events: list[Event]) -> None:
    """Writes what must be written, then pushes, event by event in their order."""
    for event in events:
        if event["type"] == "matched" and not await _room_is_kept(event):
            continue
        if event["type"] == "room_closed":
            await _end_room(event)
        for user_id, frame in messages.pushes(event):
            await push(user_id, frame)


async def push(user_id: int, frame: Frame) -> None:
    await get_channel_layer().group_send(user_group(user_id), {"type": "push", "frame": frame})


async def replaced(user_id: int, connection: str) -> None:
    """Tells every other match socket of the user that `connection` is the one now."""
    await get_channel_layer().group_send(user_group(user_id), {"type": "replaced", "connection": connection})


async def _room_is_kept(event: Event) -> bool:
    """The row first: a room that nobody could enter must not be announced."""
    try:
        await in_database_thread(_keep_room, event)
    except DatabaseError:
        log.exception("room_not_kept", offer_id=event["offer"]["offer_id"])
        outcome = await store.run("close_room", room=event["room"])
        await announce(outcome.events)
        return False
    return True


def _keep_room(event: Event) -> None:
    offer = event["offer"]
    pair = {"user1": int(offer["user1"]), "user2": int(offer["user2"])}
    with transaction.atomic():
        if repository.add_room(offer_id=offer["offer_id"], key=event["room"], **pair):
            repository.add_meeting(at=clock.now(), **pair)


async def _end_room(event: Event) -> None:
    """The live row goes, MatchHistory keeps the trace; both voice sockets are told and closed."""
    await in_database_thread(repository.delete_room, event["room"])
    message = {"type": "room.over", "reason": "room_closed", "by": event.get("by")}
    await get_channel_layer().group_send(room_group(event["room"]), message)
