"""Offers and waits, each counted once, when it is recorded. docs/runbook.md says what to watch."""

from prometheus_client import Counter, Histogram

from auth_match.matching.state.events import Event, Matched, OfferClosed

TIME_TO_MATCH = Histogram(
    "maru_time_to_match_seconds",
    "From a user's join to the second accept.",
    buckets=(0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600),
)
OFFERS = Counter("maru_offers", "Offers that ended, by outcome.", ["outcome"])

_OUTCOMES = {"partner_left": "cancelled"}


def count(event: Event | None) -> None:
    """Only the end of an offer is counted."""
    match event:
        case Matched():
            OFFERS.labels("accepted").inc()
            for seconds in event.waited.values():
                TIME_TO_MATCH.observe(seconds)
        case OfferClosed():
            OFFERS.labels(_OUTCOMES.get(event.reason, event.reason)).inc()
        case _:
            pass
