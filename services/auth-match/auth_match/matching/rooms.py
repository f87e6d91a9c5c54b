"""The life of a room, for the feature that fills it with voices: seats, signals kept for later, the end."""

import json
from dataclasses import dataclass
from typing import Any

from auth_match.matching import repository, store
from auth_match.matching.announce import announce
from auth_match.matching.domain.room import Room
from auth_match.matching.errors import RoomGone
from auth_match.runtime.database import in_database_thread

MAX_MAIL = 64  # frames of 16 KiB at most; an offer and its candidates are about twenty

Frame = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seat:
    """`connection` names this socket in later calls; `mail` came while nobody sat here, in its order."""

    connection: str
    partner_present: bool
    mail: list[Frame]


async def find(key: str) -> Room:
    """RoomGone when no live room has this key."""
    room = await in_database_thread(repository.room, key)
    if room is None:
        raise RoomGone
    return room


async def take_seat(room: Room, *, user_id: int) -> Seat:
    """The newest socket of a member has the seat. RoomGone when the room has just ended."""
    outcome = await store.run("take_seat", user=str(user_id), room=store.room_argument(room))
    await announce(outcome.events)
    if outcome.result == "none":
        raise RoomGone
    mail = [json.loads(text) for text in outcome.state["mail"] or []]
    return Seat(outcome.result, bool(outcome.state["partner_present"]), mail)


async def hold_seat(room: Room, *, user_id: int, connection: str) -> str:
    """`ok`, `replaced` or `unknown`; beaten while the socket lives."""
    outcome = await store.run("hold_seat", user=str(user_id), room=room.key, connection=connection)
    await announce(outcome.events)
    return outcome.result


async def free_seat(room: Room, *, user_id: int, connection: str) -> None:
    """Tells the partner, unless a newer socket sits there already."""
    outcome = await store.run("free_seat", user=str(user_id), room=room.key, connection=connection)
    await announce(outcome.events)


async def post(room: Room, frame: Frame, *, user_id: int, connection: str) -> str:
    """`deliver` when the partner is there to be pushed to; else `kept`, `full`, `replaced` or `unknown`."""
    outcome = await store.run(
        "post",
        user=str(user_id),
        room=room.key,
        connection=connection,
        frame=json.dumps(frame),
        limit=MAX_MAIL,
    )
    return outcome.result


async def close(key: str, *, user_id: int | None = None) -> None:
    """Ends the room for both. `user_id` is who said bye."""
    outcome = await store.run("close_room", room=key, user=str(user_id) if user_id else None)
    await announce(outcome.events)
