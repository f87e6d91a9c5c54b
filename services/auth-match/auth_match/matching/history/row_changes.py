"""What the rows are after a batch of events: the same as after each of them in turn, in a few statements.

In the trail an offer is made before anything else happens to it, and so in each batch that has both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import assert_never

from auth_match.matching.models import MatchRequest
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

Status = MatchRequest.Status
OPEN_STATUSES = (Status.PENDING, Status.ACCEPTED)
STATUS_OF_CLOSED = {
    "rejected": Status.REJECTED,
    "expired": Status.EXPIRED,
    "partner_left": Status.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class NewOffer:
    offer_id: str
    from_user: int
    to_user: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """`user1` has the smaller id."""

    offer_id: str
    user1: int
    user2: int
    at: datetime


@dataclass(slots=True)
class RowChanges:
    """`entered_at` by user, of new entries; `queued` by user, whether they wait from then on (a user without
    an entry gets no row); `statuses` by offer; `closed_rooms` by key."""

    entered_at: dict[int, datetime] = field(default_factory=dict)
    queued: dict[int, bool] = field(default_factory=dict)
    offers: list[NewOffer] = field(default_factory=list)
    statuses: dict[str, Status] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    closed_rooms: list[str] = field(default_factory=list)

    def add(self, event: Event) -> None:  # noqa: C901 - one case per event
        match event:
            case Joined():
                self.entered_at[event.user_id] = moment(event.queued_at)
                self.queued[event.user_id] = True
            case Left():
                self.queued[event.user_id] = False
            case Offered():
                self._add_offer(event)
            case Answered():
                if event.response == "accept":
                    self._set_status(event.offer.offer_id, Status.ACCEPTED)
            case Matched():
                self._set_status(event.offer.offer_id, Status.MATCHED)
                self.meetings.append(meeting_of(event))
            case OfferClosed():
                self._set_status(event.offer.offer_id, STATUS_OF_CLOSED[event.reason])
                self.queued |= dict.fromkeys(event.requeued, True)
            case RoomClosed():
                self.closed_rooms.append(event.room)
            case RangeWidened() | SeatFreed():
                pass
            case _:
                assert_never(event)

    def _add_offer(self, event: Offered) -> None:
        offer = event.offer
        self.queued |= dict.fromkeys((each.user_id for each in offer.participants), False)
        self.offers.append(NewOffer(offer.offer_id, offer.from_user, offer.to_user, moment(event.at)))

    def _set_status(self, offer_id: str, status: Status) -> None:
        """An offer that has ended keeps its end."""
        if self.statuses.get(offer_id, Status.PENDING) in OPEN_STATUSES:
            self.statuses[offer_id] = status


def of_events(events: Iterable[Event]) -> RowChanges:
    changes = RowChanges()
    for event in events:
        changes.add(event)
    return changes


def meeting_of(event: Matched) -> Meeting:
    offer = event.offer
    return Meeting(offer.offer_id, offer.user1.user_id, offer.user2.user_id, moment(event.at))


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
