"""The scripts' events in the model's form."""

from typing import assert_never

from auth_match.matching.state.events import (
    Answered,
    Event,
    Joined,
    Left,
    Matched,
    OfferClosed,
    Offered,
    RangeWidened,
    RoomClosed,
    SeatFreed,
)
from matching_model.state import SECOND
from matching_model.state import Event as ModelEvent


def as_in_model(event: Event) -> ModelEvent:  # noqa: C901 - one case per event
    """The kind, then what each kind says."""
    match event:
        case Joined():
            return ("joined", event.user_id, round(event.queued_at * SECOND), event.waiting)
        case Offered():
            return ("offered", event.offer.from_user, event.offer.to_user)
        case Answered():
            return ("answered", event.offer.match_id, event.user_id, event.response)
        case Matched():
            return ("matched", event.offer.match_id, event.room)
        case OfferClosed():
            return ("closed", event.offer.match_id, event.reason, event.by, event.requeued)
        case RangeWidened():
            return ("widened", event.user_id, event.age_min, event.age_max)
        case Left():
            return ("left", event.user_id, event.reason)
        case RoomClosed():
            return ("room_closed", event.room, event.by, event.reason)
        case SeatFreed():
            return ("seat_freed", event.room, event.user_id)
        case _:
            assert_never(event)
