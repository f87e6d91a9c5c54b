"""What follows from a transition: rows that must exist before users hear of it, then the pushes.

A push is a doorbell: a client that misses one finds the truth in `state`. Groups are Channels groups: one per
user's match socket (`match.<user id>`), one per room (`room.<key>`). What fails here is done later from the
same events in the trail: by redelivery.py for the rows of a room and for lost pushes, by history/recorder.py
for the other rows.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from auth_match.matching.history import repository, room_rows
from auth_match.matching.protocol import frames
from auth_match.matching.state.events import Event, Matched, RoomClosed, SeatFreed
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)


def user_group(user_id: int) -> str:
    return f"match.{user_id}"


def room_group(key: str) -> str:
    return f"room.{key}"


async def publish(events: Iterable[Event]) -> None:
    """Event by event in their order: the row first where there must be one, then the pushes."""
    for event in events:
        if isinstance(event, Matched) and not await _written(room_rows.add_if_room_is_open, event):
            continue  # it could not be entered: it is over, or redelivery adds its rows and pushes
        await push(event)
        if isinstance(event, RoomClosed):
            await _written(repository.delete_room, event.room)


def publish_from_thread(events: Sequence[Event]) -> None:
    """For the API's threads, which have no event loop. Each call opens a connection: for what is rare."""
    if events:
        async_to_sync(publish)(events)


async def push(event: Event) -> None:
    """All pushes of one event."""
    for user_id, frame in frames.pushes(event):
        await _send(user_group(user_id), {"type": "push", "frame": frame})
    match event:
        case RoomClosed():
            over = frames.room_over(event)
            await _send(room_group(event.room), {"type": "room.over", "reason": over["reason"]})
        case SeatFreed():
            await _send(room_group(event.room), {"type": "room.seat_freed", "user_id": event.user_id})
        case _:
            pass


async def redeliver(event: Event) -> None:
    """The same to sockets that have not sent it yet, where it is still true (queue/consumer.py)."""
    for user_id, frame in frames.pushes(event):
        await _send(user_group(user_id), {"type": "push_unless_told", "frame": frame})


async def notify_replaced(user_id: int, connection: str) -> None:
    """Notifies the user's other match sockets that `connection` has taken over."""
    await _send(user_group(user_id), {"type": "replaced", "connection": connection})


async def _written(write: Callable[..., bool | None], argument: object) -> bool:
    """False when it could not be written, or the function says so itself."""
    try:
        return await in_database_thread(write, argument) is not False
    except DatabaseError:
        log.exception("write_left_to_trail", write=write.__name__)
        return False


async def _send(group: str, message: dict[str, object]) -> None:
    """A push that fails must not keep the others from being sent."""
    layer: Any = get_channel_layer()
    try:
        await layer.group_send(group, message)
    except (RedisError, OSError):
        log.warning("push_lost", group=group, push=message["type"], exc_info=True)
