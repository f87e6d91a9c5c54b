"""Was a user skipped, or left waiting beside a compatible one, or offered to a user they must not be?"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from auth_match.matching.domain.compatibility import Seeker, may_meet
from tests.chaos.history import Fault, History
from tests.chaos.intervals import Span, common, covers, without
from tests.chaos.replay import Offer, Replay
from tests.chaos.testimony import DOUBT, Testimony

# Two who fit and are both there are offered at once; after an edit or a cool-down by the next sweep (0.5 s).
REST_SECONDS = 5.0


def check_fairness(history: History, replay: Replay, testimony: Testimony) -> Iterator[Fault]:
    cooldowns = _cooldowns(replay, history.times.cooldown)
    for offer in replay.offers.values():
        yield from _forbidden(offer, cooldowns, testimony)
        yield from _passed_over(offer, cooldowns, testimony)
    yield from _at_rest(history, replay, cooldowns, testimony)


Cooldowns = dict[frozenset[str], list[Span]]


def _cooldowns(replay: Replay, seconds: float) -> Cooldowns:
    found: Cooldowns = defaultdict(list)
    for offer in replay.offers.values():
        if offer.ended_as in ("rejected", "expired", "partner_left"):
            found[frozenset(offer.users)].append((offer.ended_at, offer.ended_at + seconds))
    return found


def _forbidden(offer: Offer, cooldowns: Cooldowns, testimony: Testimony) -> Iterator[Fault]:
    at, pair = offer.offered_at, frozenset(offer.users)
    one, other = (testimony.ticket(user, at - DOUBT, at) for user in offer.users)
    if one and other and not may_meet(one, other):
        yield Fault("phantom", at, offer.users, "an offer to two who do not want each other")
    if any(since < at < until - 1e-3 for since, until in cooldowns[pair]):
        yield Fault("phantom", at, offer.users, "an offer within the cool-down")
    if covers(testimony.surely_blocked[pair], at, at):
        yield Fault("phantom", at, offer.users, "an offer to two of whom one has blocked the other")


def _passed_over(offer: Offer, cooldowns: Cooldowns, testimony: Testimony) -> Iterator[Fault]:
    at = offer.offered_at
    seeker = testimony.ticket(offer.seeker, at - DOUBT, at + DOUBT)
    if seeker is None:
        return
    for user in offer.ahead:
        pair = frozenset((user, offer.seeker))
        if (
            _fits(user, seeker, at, testimony)
            and not any(since <= at <= until for since, until in cooldowns[pair])
            and not _maybe_blocked(pair, at, testimony)
        ):
            text = f"{offer.seeker} was offered {offer.found}; {user} fits and waited longer"
            yield Fault("passed over", at, (user, offer.seeker, offer.found), text)


def _fits(user: str, seeker: Seeker, at: float, testimony: Testimony) -> bool:
    """Whether the user was certainly there and fitted."""
    other = testimony.ticket(user, at - DOUBT, at + DOUBT)
    is_there = covers(testimony.present.get(user, []), at - DOUBT, at + DOUBT)
    return is_there and other is not None and may_meet(seeker, other)


def certainly_there(offer: Offer, testimony: Testimony) -> int:
    """How many of those ahead were certainly there, their wishes and the seeker's known: of them we judge."""
    at = offer.offered_at
    if testimony.ticket(offer.seeker, at - DOUBT, at + DOUBT) is None:
        return 0
    return sum(
        testimony.ticket(user, at - DOUBT, at + DOUBT) is not None
        and covers(testimony.present.get(user, []), at - DOUBT, at + DOUBT)
        for user in offer.ahead
    )


def _maybe_blocked(pair: frozenset[str], at: float, testimony: Testimony) -> bool:
    return any(since <= at + DOUBT and at - DOUBT <= until for since, until in testimony.maybe_blocked[pair])


def _at_rest(history: History, replay: Replay, cooldowns: Cooldowns, testimony: Testimony) -> Iterator[Fault]:
    waits = {user: _waits(user, history, replay, testimony) for user in history.people}
    for one, other in combinations(history.people, 2):
        pair = frozenset((one, other))
        for mine, seeker in waits[one]:
            for theirs, wanted in waits[other]:
                if not may_meet(seeker, wanted):
                    continue
                idle = without(common(mine, theirs), [*cooldowns[pair], *testimony.maybe_blocked[pair]])
                for since, until in idle:
                    if until - since > REST_SECONDS:
                        text = f"{one} and {other} fit and both waited for {until - since:.1f} s"
                        yield Fault("passed over", since, (one, other), text)


def _waits(
    user: str, history: History, replay: Replay, testimony: Testimony
) -> list[tuple[list[Span], Seeker]]:
    """When the user certainly stood in the queue and was there, for each ticket."""
    queued = [
        (spell.since, min(spell.until, history.end))
        for spell in replay.spells[user]
        if spell.status == "queued"
    ]
    there = common(queued, testimony.present[user])
    by_ticket: dict[Seeker, list[Span]] = defaultdict(list)
    for since, until, seeker in testimony.tickets[user]:
        by_ticket[seeker] += common(there, [(since, until)])
    long_enough = {
        seeker: sorted((since, until) for since, until in spans if until - since > REST_SECONDS)
        for seeker, spans in by_ticket.items()
    }
    return [(spans, seeker) for seeker, spans in long_enough.items() if spans]
