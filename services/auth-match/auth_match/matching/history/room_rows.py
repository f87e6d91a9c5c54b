"""The rows of a match: its room and the meeting, in one transaction. They must exist before anyone enters."""

from datetime import UTC, datetime

import structlog
from django.db import transaction
from redis.exceptions import RedisError

from auth_match.matching.domain.room import Room
from auth_match.matching.history import repository
from auth_match.matching.state import store
from auth_match.matching.state.events import Matched

log = structlog.get_logger(__name__)


def add_if_room_is_open(event: Matched) -> bool:
    """Adds the rows; whether the room is still open.

    No row stays of a room that has ended meanwhile: its end found none to delete, and once Redis has
    forgotten the end, the row would open the room again (state/lua/attach.lua).
    """
    add(event)
    try:
        is_open = store.run_in_thread("has_room", room=event.room).result == "yes"
    except RedisError:
        log.warning("room_state_unknown", exc_info=True)
        return True  # it was open a moment ago; redelivery checks once more
    if not is_open:
        repository.delete_room(event.room)
    return is_open


def add(event: Matched) -> bool:
    """False when the room's row was there."""
    offer = event.offer
    room = Room(key=event.room, user1=offer.user1.user_id, user2=offer.user2.user_id)
    with transaction.atomic():
        add_meeting(event)
        return repository.add_room(offer_id=offer.offer_id, room=room)


def add_meeting(event: Matched) -> None:
    repository.add_meeting(
        offer_id=event.offer.offer_id,
        user1=event.offer.user1.user_id,
        user2=event.offer.user2.user_id,
        at=datetime.fromtimestamp(event.at, UTC),
    )
