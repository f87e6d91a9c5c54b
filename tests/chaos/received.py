"""What clients received, against the trail: only what is true, and all that is."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from tests.chaos.history import Entry, Fault, History
from tests.chaos.intervals import covers
from tests.chaos.replay import Offer, Replay, Spell
from tests.chaos.testimony import Testimony

# A client connected for so long afterwards must have received it; the machine may be busy.
TELL_SECONDS = 10.0
ANSWER_SECONDS = 30.0
# A process that dies, or loses Redis, may have taken pushes with it: what it did so long before …
UNTOLD_SECONDS = 1.5
# … and, when it lost Redis, until it listens again.
DEAF_SECONDS = 5.0
CLOCK_SECONDS = 0.02
# The room of a match may be over when its push is due: one of the two joined again at that moment.
AT_ONCE_SECONDS = 2.0


def check_received(history: History, replay: Replay, testimony: Testimony) -> Iterator[Fault]:
    for user in history.people:
        yield from _check_user(user, testimony.logs[user], replay)
    for delivery in deliveries(replay):
        yield from _undelivered(delivery, testimony)


def _check_user(user: str, log: list[Entry], replay: Replay) -> Iterator[Fault]:
    asked: dict[tuple[int, object], Entry] = {}
    opening: dict[int, float] = {}
    for entry in log:
        if entry.kind == "opening":
            opening[entry.socket] = entry.at
        elif entry.kind == "sent":
            asked[entry.socket, entry.body["id"]] = entry
        elif entry.kind == "received":
            command = asked.get((entry.socket, entry.body.get("re")))
            since = command.at if command else entry.at - TELL_SECONDS / 2
            if entry.body["seq"] == 1:
                since = opening[entry.socket]
            check = _CHECKS.get(entry.body["type"], _nothing)
            yield from check(user, entry, since, replay)
            if command and entry.body.get("reason") == "no_active_match":
                yield from _refused_answer(user, entry, command, replay)
    yield from _unanswered(user, log)


def _nothing(user: str, entry: Entry, since: float, replay: Replay) -> Iterator[Fault]:
    yield from ()


def _spells(user: str, since: float, until: float, replay: Replay) -> list[Spell]:
    """Everything the user was in at some moment of this time."""
    return [
        spell
        for spell in replay.spells[user]
        if spell.since <= until + CLOCK_SECONDS and spell.until >= since - CLOCK_SECONDS
    ]


def _state(user: str, entry: Entry, since: float, replay: Replay) -> Iterator[Fault]:
    frame = entry.body
    spells = _spells(user, since, entry.at, replay)
    if not any(_is_true(spell, frame) for spell in spells):
        kind = "lost" if frame["status"] == "idle" else "phantom"
        really = ", ".join(spell.status for spell in spells)
        yield Fault(kind, entry.at, (user,), f"{user} received {_brief(frame)} and was {really}")


def _is_true(spell: Spell, frame: dict[str, Any]) -> bool:
    if spell.status != frame["status"]:
        return False
    if "offer" in frame:
        return bool(spell.offer_id == frame["offer"]["offer_id"])
    if "queued_at" in frame:
        return _same_place(spell, frame)
    return bool(spell.room == frame.get("room", ""))


def _same_place(spell: Spell, frame: dict[str, Any]) -> bool:
    return abs(datetime.fromisoformat(frame["queued_at"]).timestamp() - spell.place) < 5e-6


def _queue_joined(user: str, entry: Entry, since: float, replay: Replay) -> Iterator[Fault]:
    spells = _spells(user, since, entry.at, replay)
    if not any(spell.status == "queued" and _same_place(spell, entry.body) for spell in spells):
        yield Fault("lost", entry.at, (user,), f"{user} received a place that is nowhere")


def _match_found(user: str, entry: Entry, since: float, replay: Replay) -> Iterator[Fault]:
    offer = replay.offers.get(entry.body["offer_id"])
    if offer is None or user not in offer.users:
        yield Fault("phantom", entry.at, (user,), f"{user} received an offer that is not theirs")


def _match_success(user: str, entry: Entry, since: float, replay: Replay) -> Iterator[Fault]:
    offer = replay.offers.get(entry.body["offer_id"])
    if offer is None or user not in offer.users or offer.room != entry.body["room"]:
        yield Fault("phantom", entry.at, (user,), f"{user} received a room that is not theirs")


def _match_cancelled(user: str, entry: Entry, since: float, replay: Replay) -> Iterator[Fault]:
    frame = entry.body
    if "offer_id" in frame:
        offer = replay.offers.get(frame["offer_id"])
        received = (frame["reason"], frame["requeued"])
        if offer is None or received != (offer.ended_as, user in offer.requeued):
            how = offer and (offer.ended_as, user in offer.requeued)
            yield Fault("phantom", entry.at, (user,), f"{user} received {received}, the offer ended {how}")


def _refused_answer(user: str, entry: Entry, command: Entry, replay: Replay) -> Iterator[Fault]:
    """`no_active_match` is wrong when one offer was open all the while, and was meant."""
    spells = _spells(user, command.at, entry.at, replay)
    offer = replay.offers.get(spells[0].offer_id)
    if len(spells) > 1 or spells[0].status != "offered" or offer is None or entry.at >= offer.expires_at:
        return
    if command.body.get("offer_id", offer.offer_id) == offer.offer_id:
        text = f"{user} could not answer the open offer {offer.offer_id}"
        yield Fault("trapped", entry.at, (user,), text)


def _error(user: str, entry: Entry, since: float, replay: Replay) -> Iterator[Fault]:
    if entry.body["code"] == "in_room":  # no user of this run takes a seat
        yield Fault("trapped", entry.at, (user,), f"{user} was not let out of a room")


_CHECKS: dict[str, Callable[[str, Entry, float, Replay], Iterator[Fault]]] = {
    "state": _state,
    "queue_joined": _queue_joined,
    "match_found": _match_found,
    "match_success": _match_success,
    "match_cancelled": _match_cancelled,
    "error": _error,
}


def _unanswered(user: str, log: list[Entry]) -> Iterator[Fault]:
    """Commands on a socket that stayed open, without an answer. An error without `re` answers all."""
    waiting: dict[tuple[int, object], Entry] = {}
    end = log[-1].at if log else 0.0
    for entry in log:
        if entry.kind == "sent":
            waiting[entry.socket, entry.body["id"]] = entry
        elif entry.kind in ("closed", "gone") or (
            entry.kind == "received" and entry.body["type"] == "error" and "re" not in entry.body
        ):
            waiting = {key: sent for key, sent in waiting.items() if key[0] != entry.socket}
        elif entry.kind == "received":
            waiting.pop((entry.socket, entry.body.get("re")), None)
    for sent in waiting.values():
        if end - sent.at > ANSWER_SECONDS:
            yield Fault("trapped", sent.at, (user,), f"{user} got no answer to {_brief(sent.body)}")


Delivery = tuple[str, Offer, float, tuple[str, ...], str]


def deliveries(replay: Replay) -> Iterator[Delivery]:
    """(user, offer, when, kinds of frames, what about): each begin and end that a user must receive."""
    for offer in replay.offers.values():
        for user in offer.users:
            yield user, offer, offer.offered_at, ("match_found", "state"), "begun"
            if kinds := _kinds_of_end(offer, user):
                yield user, offer, offer.ended_at, kinds, f"ended: {offer.ended_as}"


def _kinds_of_end(offer: Offer, user: str) -> tuple[str, ...]:
    """Types of frames; `room_closed` stands for the end of a call, whose frame names no offer."""
    if offer.ended_as == "matched":
        if offer.room_over_at > offer.ended_at + AT_ONCE_SECONDS:
            return ("match_success",)
        return () if user == offer.room_over_by else ("match_success", "room_closed")
    has_left = offer.ended_as == "partner_left" and offer.ended_by == user
    return ("match_cancelled",) if offer.ended_as and not has_left else ()


def _undelivered(delivery: Delivery, testimony: Testimony) -> Iterator[Fault]:
    user, offer, at, _, what = delivery
    if must_be_delivered(user, at, testimony) and not _was_delivered(delivery, testimony):
        yield Fault("lost", at, (user,), f"{user} did not hear that {offer.offer_id} has {what}")


def must_be_delivered(user: str, at: float, testimony: Testimony) -> bool:
    """Certainly connected, and no fault near; else nothing can be said."""
    slack = testimony.slack
    return (
        covers(testimony.present.get(user, []), at, at + TELL_SECONDS + slack)
        and not any(at - 0.5 < kill < at + UNTOLD_SECONDS + slack for kill in testimony.kills)
        and not any(at - DEAF_SECONDS - slack < cut < at + UNTOLD_SECONDS + slack for cut in testimony.cuts)
    )


def _was_delivered(delivery: Delivery, testimony: Testimony) -> bool:
    user, offer, at, kinds, _ = delivery
    return any(
        entry.kind == "received" and at <= entry.at + CLOCK_SECONDS and _tells(entry.body, kinds, offer)
        for entry in testimony.logs[user]
    )


def _tells(frame: dict[str, Any], kinds: tuple[str, ...], offer: Offer) -> bool:
    if frame.get("reason") in ("partner_left", "room_closed") and "offer_id" not in frame:
        return "room_closed" in kinds
    received_of = (frame.get("offer_id"), frame.get("offer", {}).get("offer_id"))
    return frame["type"] in kinds and offer.offer_id in received_of


def _brief(frame: dict[str, Any]) -> str:
    return " ".join(str(frame[name]) for name in ("type", "action", "status", "response") if name in frame)
