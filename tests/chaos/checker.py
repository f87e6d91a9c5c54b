"""Everything that must not be, found in one history. Pure: histories in, faults out."""

from collections import Counter
from collections.abc import Iterator

from tests.chaos.fairness import certainly_there, check_fairness
from tests.chaos.history import Fault, History
from tests.chaos.received import check_received, deliveries, must_be_delivered
from tests.chaos.replay import Offer, Replay
from tests.chaos.testimony import Testimony

# Longer than this is no busy machine any more, it is for ever. How late it was at worst is in the table.
LATE_SECONDS = 10.0
ENDS = {"matched": "matched", "rejected": "rejected", "expired": "expired", "partner_left": "cancelled"}


def check(history: History) -> list[Fault]:
    """In the order of time."""
    replay = Replay(history)
    testimony = Testimony(history)
    faults = [
        *replay.faults,
        *check_received(history, replay, testimony),
        *check_fairness(history, replay, testimony),
        *_overdue(history, replay, LATE_SECONDS + testimony.slack),
        *_stuck(history),
        *_kept(history, replay),
    ]
    return sorted(faults, key=lambda fault: fault.at)


def coverage(history: History) -> str:
    """How much could be judged: a clean run on a drowned machine proves little, and says so."""
    replay, testimony = Replay(history), Testimony(history)
    judged = [must_be_delivered(user, at, testimony) for user, _, at, _, _ in deliveries(replay)]
    offers = replay.offers.values()
    there, ahead = sum(certainly_there(o, testimony) for o in offers), sum(len(o.ahead) for o in offers)
    return (
        f"judged {sum(judged)} of {len(judged)} deliveries, {there} of {ahead} users ahead of a chosen one, "
        f"{len(history.snapshots)} views of the queue"
    )


def slowest_expiry(history: History) -> float:
    """Seconds from an offer's deadline until it was closed, at worst."""
    offers = Replay(history).offers.values()
    return max((o.ended_at - o.expires_at for o in offers if o.ended_as == "expired"), default=0.0)


def _overdue(history: History, replay: Replay, late_seconds: float) -> Iterator[Fault]:
    for offer in replay.offers.values():
        if min(offer.ended_at, history.end) > offer.expires_at + late_seconds:
            late = min(offer.ended_at, history.end) - offer.expires_at
            text = f"{offer.offer_id} stayed open for {late:.1f} s past its end"
            yield Fault("trapped", offer.expires_at, offer.users, text)
    longest = history.times.room_join + late_seconds
    for user, spells in replay.spells.items():
        for spell in spells:
            if spell.status == "in_room" and min(spell.until, history.end) - spell.since > longest:
                yield Fault("trapped", spell.since, (user,), f"{user} stayed in a room that neither entered")


def _stuck(history: History) -> Iterator[Fault]:
    for entry in history.entries:
        if entry.kind == "stuck":
            yield Fault("trapped", entry.at, (entry.user,), f"{entry.user}: {entry.body['why']}")


def _kept(history: History, replay: Replay) -> Iterator[Fault]:
    """The rows, once all is at rest, say what the trail says."""
    rows, at = history.rows, history.end
    if rows is None:
        return
    for offer in replay.offers.values():
        yield from _kept_offer(offer, rows.offers.get(offer.offer_id), at)
    for offer_id in rows.offers.keys() - replay.offers.keys():
        yield Fault("phantom", at, (), f"a row of the offer {offer_id} that no script made")
    for offer_id in rows.rooms:
        users = replay.offers[offer_id].users if offer_id in replay.offers else ()
        yield Fault("phantom", at, users, f"a row of the room of {offer_id}, which is over")
    met = Counter(offer.match_id for offer in replay.offers.values() if offer.ended_as == "matched")
    for match_id in met.keys() | rows.meetings.keys():
        kept, really = rows.meetings.get(match_id, 0), met[match_id]
        if kept != really:
            kind = "lost" if kept < really else "phantom"
            yield Fault(kind, at, tuple(match_id.split(":")), f"met {really} times, {kept} are kept")
    for user in rows.waiting:
        yield Fault("phantom", at, (user,), f"{user} waits by the rows and not by the trail")


def _kept_offer(offer: Offer, status: str | None, at: float) -> Iterator[Fault]:
    if status is None:
        yield Fault("lost", at, offer.users, f"no row of the offer {offer.offer_id}")
    elif status != ENDS.get(offer.ended_as, status):
        text = f"the row of {offer.offer_id} says {status}, it ended {offer.ended_as}"
        yield Fault("lost", at, offer.users, text)
