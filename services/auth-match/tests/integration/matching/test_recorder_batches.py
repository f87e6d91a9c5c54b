"""A batch of the trail leaves the rows that its events leave one by one, also when it is written twice."""

import random
from collections.abc import Callable, Sequence

import pytest
from django.db import transaction

from auth_match.accounts.models import User
from auth_match.matching.history import recorder, repository
from auth_match.matching.models import MatchedRoom, MatchHistory, MatchQueue, MatchRequest
from auth_match.matching.state.events import (
    Answered,
    Event,
    Joined,
    Left,
    Matched,
    Offer,
    OfferClosed,
    Offered,
    Participant,
    RangeWidened,
    RoomClosed,
)

pytestmark = pytest.mark.django_db
ROUNDS, EVENTS = 60, 40
START = 1_800_000_000.0
UNKNOWN_USER = 987_654


def participant(user_id: int) -> Participant:
    return Participant(user_id, f"user{user_id}", 30, "male")


def random_events(random_: random.Random, users: Sequence[int], number: int) -> list[Event]:
    """More than matching itself would emit, but an offer is made before anything else happens to it."""
    events: list[Event] = []
    offers: list[Offer] = []
    for second in range(EVENTS):
        at = START + number * EVENTS + second
        low, high = sorted(random_.sample(users, 2))
        queued = random_.choice(
            (Joined(at, low, at, 1), Left(at, low, "left"), RangeWidened(at, low, 18, 99))
        )
        events.append(queued)
        if not offers or random_.random() < 0.2:
            sides = participant(low), participant(high)
            offers.append(Offer(f"{number}-{second}", f"{low}:{high}", *sides, high, low, at + 30))
            events.append(Offered(at, offers[-1]))
        else:
            events.append(event_of(random_, random_.choice(offers), at))
    return events


def event_of(random_: random.Random, offer: Offer, at: float) -> Event:
    low, high = (each.user_id for each in offer.participants)
    reason = random_.choice(("rejected", "expired", "partner_left"))
    return random_.choice(
        (
            Answered(at, offer, high, random_.choice(("accept", "reject"))),
            Matched(at, offer, f"room-{offer.offer_id}"),
            OfferClosed(at, offer, reason, low, tuple(random_.sample((low, high), 1))),
            RoomClosed(at, f"room-{offer.offer_id}", low, high, None),
        )
    )


def rows() -> list[list[tuple[object, ...]]]:
    return [
        list(MatchQueue.objects.order_by("user_id").values_list("user_id", "is_active")),
        list(
            MatchQueue.objects.filter(is_active=True).order_by("user_id").values_list("user_id", "entered_at")
        ),
        list(
            MatchRequest.objects.order_by("offer_id").values_list(
                "offer_id", "from_user_id", "to_user_id", "created_at", "status"
            )
        ),
        list(
            MatchHistory.objects.order_by("user1_id", "user2_id").values_list(
                "user1_id", "user2_id", "matched_at", "last_matched_at", "last_offer_id", "times_met"
            )
        ),
        list(MatchedRoom.objects.order_by("key").values_list("key")),
    ]


class Undo(Exception):
    pass


def rows_after(write: Callable[[], None]) -> list[list[tuple[object, ...]]]:
    """What the rows are then; afterwards they are as before."""
    seen: list[list[tuple[object, ...]]] = []
    try:
        with transaction.atomic():
            write()
            seen = rows()
            raise Undo
    except Undo:
        return seen


def one_by_one(events: Sequence[Event]) -> None:
    for event in events:
        recorder.record(event)


@pytest.fixture
def users(make_user: Callable[[str], User]) -> list[int]:
    return sorted(make_user(f"person{number}").id for number in range(4))


def test_a_batch_leaves_the_rows_of_its_events_one_by_one(users: list[int]) -> None:
    random_ = random.Random(14)
    with transaction.atomic():
        repository.check_references_immediately()
        for number in range(ROUNDS):
            events = random_events(random_, users, number)
            wanted = rows_after(lambda events=events: one_by_one(events))
            recorder.record_all(events)
            assert rows() == wanted, number


def test_a_batch_that_is_delivered_again_changes_nothing(users: list[int]) -> None:
    random_ = random.Random(15)
    with transaction.atomic():
        repository.check_references_immediately()
        for number in range(ROUNDS):
            events = random_events(random_, users, number)
            recorder.record_all(events)
            before = rows()
            recorder.record_all(events)
            assert rows() == before, number


def test_a_deleted_user_takes_no_row_of_others_from_the_batch(users: list[int]) -> None:
    random_ = random.Random(16)
    with transaction.atomic():
        repository.check_references_immediately()
        events = random_events(random_, [*users, UNKNOWN_USER], 0)
        wanted = rows_after(lambda: one_by_one(events))
        recorder.record_all(events)
        assert rows() == wanted
        assert rows()[0]
