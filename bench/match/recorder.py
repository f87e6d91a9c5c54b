"""Writing the trail's rows: in batches, as the recorder does, beside the same events one by one."""

import time
from collections.abc import Callable, Sequence

from django.db import connection, transaction

from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.domain.room import Participant
from auth_match.matching.history import recorder, repository
from auth_match.matching.models import MatchHistory, MatchQueue, MatchRequest
from auth_match.matching.state import stream
from auth_match.matching.state.events import Answered, Event, Joined, Matched, Offer, Offered
from bench.match.accounts import Account, make_accounts
from bench.terminal import Bar, at_least, heading, middle, table

PAIRS, QUICK_PAIRS = 400, 80
ROUNDS = 5
BAR = 4
SEEKER = Seeker(30, "male", 18, 99, "any")
Write = Callable[[Sequence[Event]], None]


def measure(*, is_quick: bool) -> list[Bar]:
    pairs = QUICK_PAIRS if is_quick else PAIRS
    accounts = make_accounts([SEEKER] * (2 * pairs))
    ways: dict[str, Write] = {"one by one": _one_by_one, "in batches": recorder.record_all}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS):  # they take turns, so that whatever else the machine does falls on both
        for name, write in ways.items():
            seconds[name].append(_seconds_of(write, _meetings(accounts, f"{name[:3]}{number}")))
    events = 6 * pairs
    heading(f"Rows of {events:,} events: {pairs:,} pairs join, accept and are matched; median of {ROUNDS}")
    table(
        ("way", "s", "events/s"),
        [(name, f"{middle(each):.2f}", f"{events / middle(each):,.0f}") for name, each in seconds.items()],
    )
    ratio = middle(seconds["one by one"]) / middle(seconds["in batches"])
    return [at_least(BAR, ratio, "events/s in batches : one by one", " ×")]


def _one_by_one(events: Sequence[Event]) -> None:
    for event in events:
        recorder.record(event)


def _seconds_of(write: Write, events: Sequence[Event]) -> float:
    """Of batches as the stream gives them, each a transaction; from empty tables."""
    for model in (MatchQueue, MatchRequest, MatchHistory):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM matching_matchqueue, matching_matchrequest, matching_matchhistory")
    began = time.perf_counter()
    for start in range(0, len(events), stream.BATCH):
        with transaction.atomic():
            repository.check_references_immediately()
            write(events[start : start + stream.BATCH])
    seconds = time.perf_counter() - began
    assert MatchHistory.objects.count() == len(events) // 6
    return seconds


def _meetings(accounts: Sequence[Account], run: str) -> list[Event]:
    """Six events of each pair, those of all pairs interleaved as in a busy queue."""
    pairs = list(zip(accounts[::2], accounts[1::2], strict=True))
    return [
        event for of_step in zip(*(_of_pair(*pair, run) for pair in pairs), strict=True) for event in of_step
    ]


def _of_pair(one: Account, other: Account, run: str) -> list[Event]:
    low, high = sorted((one.id, other.id))
    at = time.time()
    first, second = (Participant(user, f"user{user}", 30, "male") for user in (low, high))
    offer = Offer(f"{run}-{low}", f"{low}:{high}", first, second, high, low, at + 30)
    return [
        Joined(at, low, at, 1),
        Joined(at, high, at, 1),
        Offered(at, offer),
        Answered(at, offer, low, "accept"),
        Answered(at, offer, high, "accept"),
        Matched(at, offer, f"room-{low}"),
    ]
