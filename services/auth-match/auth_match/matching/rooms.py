"""A room's seats, pending signals and end, for the voice feature."""

import json
from dataclasses import dataclass

from auth_match.matching.delivery.publisher import publish
from auth_match.matching.domain.room import Room
from auth_match.matching.errors import RoomGone
from auth_match.matching.history import repository
from auth_match.matching.protocol.frames import Frame
from auth_match.matching.state import store
from auth_match.runtime.database import in_database_thread

MAX_PENDING = 64  # frames of 16 KiB at most; an offer and its candidates are about twenty


@dataclass(frozen=True, slots=True)
class Seat:
    """`connection` names this socket in later calls. `fresh`: of another page than before, or without a name.
    `pending` signals came while the seat was empty."""

    connection: str
    partner_present: bool
    fresh: bool
    pending: list[Frame]


async def find(key: str) -> Room:
    """RoomGone when no live room has this key."""
    room = await in_database_thread(repository.room, key)
    if room is None:
        raise RoomGone
    return room


async def take_seat(room: Room, *, user_id: int, instance: str | None = None) -> Seat:
    """The newest socket of a member has the seat. RoomGone when the room has just ended.

    `instance` is the name of the page that opened the socket, if it has one.
    """
    outcome = await store.run(
        "take_seat", user=str(user_id), room=store.room_argument(room), instance=instance
    )
    await publish(outcome.events)
    if outcome.seat is None:
        raise RoomGone
    pending = [json.loads(text) for text in outcome.seat.pending]
    return Seat(outcome.result, outcome.seat.partner_present, outcome.seat.fresh, pending)


async def hold_seat(room: Room, *, user_id: int, connection: str) -> str:
    """`ok`, `replaced` or `unknown`; beaten while the socket lives."""
    outcome = await store.run("hold_seat", user=str(user_id), room=room.key, connection=connection)
    await publish(outcome.events)
    return outcome.result


async def free_seat(room: Room, *, user_id: int, connection: str) -> None:
    """Notifies the partner, unless a newer socket has the seat."""
    outcome = await store.run("free_seat", user=str(user_id), room=room.key, connection=connection)
    await publish(outcome.events)


async def send_signal(room: Room, frame: Frame, *, user_id: int, connection: str) -> str:
    """`deliver`: the partner is present, push it; else `kept`, `full`, `replaced` or `unknown`."""
    outcome = await store.run(
        "post",
        user=str(user_id),
        room=room.key,
        connection=connection,
        frame=json.dumps(frame),
        limit=MAX_PENDING,
    )
    return outcome.result


async def close(key: str, *, user_id: int | None = None) -> None:
    """Ends the room for both. `user_id` is who said bye."""
    outcome = await store.run("close_room", room=key, user=str(user_id) if user_id else None)
    await publish(outcome.events)
