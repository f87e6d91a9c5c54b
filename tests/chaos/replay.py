"""The trail, read in its order: where everybody was at each moment, and what about that cannot be.

The trail is written by the scripts themselves, so its order is the order in which things happened.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from tests.chaos.history import Event, Fault, History, Snapshot

LONG_AGO = -math.inf


@dataclass(slots=True)
class Spell:
    """A time in which a user was in one state. status: idle | queued | offered | in_room."""

    status: str
    since: float
    until: float = math.inf
    place: float = 0.0  # queued: the score
    offer_id: str = ""
    room: str = ""


@dataclass(slots=True)
class Offer:
    offer_id: str
    match_id: str
    users: tuple[str, str]
    seeker: str
    found: str
    offered_at: float
    expires_at: float
    ahead: tuple[str, ...]  # who waited longer than `found`
    accepted: set[str] = field(default_factory=set)
    ended_at: float = math.inf
    ended_as: str = ""  # matched | rejected | expired | partner_left
    ended_by: str = ""
    requeued: tuple[str, ...] = ()
    room: str = ""
    room_over_at: float = math.inf
    room_over_by: str = ""


class Replay:
    def __init__(self, history: History) -> None:
        self.faults: list[Fault] = []
        self.offers: dict[str, Offer] = {}
        self.spells: dict[str, list[Spell]] = {user: [Spell("idle", LONG_AGO)] for user in history.people}
        self._waiting: dict[str, float] = {}
        self._open: dict[str, str] = {}  # match id → offer id
        self._rooms: dict[str, Offer] = {}
        self._read(history)

    def _read(self, history: History) -> None:
        taken = defaultdict(list)
        for snapshot in history.snapshots:
            taken[snapshot.position].append(snapshot)
        for position, event in enumerate(history.events):
            for snapshot in taken[position]:
                self._compare(snapshot)
            reader = getattr(self, f"_{event['type']}", None)
            if reader is not None:
                reader(event, float(event["at"]))
        for snapshot in taken[len(history.events)]:
            self._compare(snapshot)

    def _fault(self, kind: str, at: float, text: str, *users: str) -> None:
        self.faults.append(Fault(kind, at, users, text))

    def _now(self, user: str) -> Spell:
        return self.spells.setdefault(user, [Spell("idle", LONG_AGO)])[-1]

    def _enter(self, user: str, spell: Spell) -> None:
        self._now(user).until = spell.since
        self.spells[user].append(spell)
        self._waiting.pop(user, None)
        if spell.status == "queued":
            self._waiting[user] = spell.place

    # --- one method a type of event ---

    def _joined(self, event: Event, at: float) -> None:
        user, now = event["user"], self._now(event["user"])
        if now.status != "idle":
            self._fault("doubled", at, f"{user} joined while {now.status}", user)
        self._enter(user, Spell("queued", at, place=float(event["queued_at"])))

    def _left(self, event: Event, at: float) -> None:
        user, now = event["user"], self._now(event["user"])
        if now.status != "queued":
            self._fault("phantom", at, f"{user} left the queue while {now.status}", user)
        self._enter(user, Spell("idle", at))

    def _offered(self, event: Event, at: float) -> None:
        offer = event["offer"]
        users = (str(offer["user1"]), str(offer["user2"]))
        if users[0] == users[1]:
            self._fault("doubled", at, f"{users[0]} is both sides of an offer", users[0])
        for user in users:
            status = self._now(user).status
            if status != "queued":
                kind = "phantom" if status == "idle" else "doubled"
                self._fault(kind, at, f"{user} was offered while {status}", *users)
        found = str(offer["to_user"])
        place = self._waiting.get(found, -math.inf)
        ahead = tuple(user for user, score in self._waiting.items() if score < place and user not in users)
        offer = Offer(
            offer_id=offer["offer_id"],
            match_id=offer["match_id"],
            users=users,
            seeker=str(offer["from_user"]),
            found=found,
            offered_at=at,
            expires_at=float(offer["expires_at"]),
            ahead=ahead,
        )
        self.offers[offer.offer_id] = offer
        self._open[offer.match_id] = offer.offer_id
        for user in users:
            place = self._now(user).place
            self._enter(user, Spell("offered", at, place=place, offer_id=offer.offer_id))

    def _answered(self, event: Event, at: float) -> None:
        offer = self._running(event, at)
        if offer and event["response"] == "accept":
            offer.accepted.add(event["user"])

    def _matched(self, event: Event, at: float) -> None:
        offer = self._running(event, at)
        if offer is None:
            return
        if offer.accepted != set(offer.users):
            missing = ", ".join(sorted(set(offer.users) - offer.accepted))
            self._fault("phantom", at, f"a room without the yes of {missing}", *offer.users)
        offer.room = event["room"]
        self._rooms[offer.room] = offer
        self._end(offer, at, "matched")
        for user in offer.users:
            self._enter(user, Spell("in_room", at, room=offer.room))

    def _closed(self, event: Event, at: float) -> None:
        offer = self._running(event, at)
        if offer is None:
            return
        offer.requeued = tuple(map(str, event["requeued"] or ()))
        offer.ended_by = str(event.get("by") or "")
        self._end(offer, at, event["reason"])
        for user in offer.users:
            place = self._now(user).place
            back = user in offer.requeued
            self._enter(user, Spell("queued", at, place=place) if back else Spell("idle", at))

    def _room_closed(self, event: Event, at: float) -> None:
        if offer := self._rooms.get(event["room"]):
            offer.room_over_at, offer.room_over_by = at, str(event.get("by") or "")
        for user in (str(event["user1"]), str(event["user2"])):
            now = self._now(user)
            if now.status == "in_room" and now.room == event["room"]:
                self._enter(user, Spell("idle", at))

    def _running(self, event: Event, at: float) -> Offer | None:
        """The event's offer; a fault when it is not the one that both sides are in."""
        offer = event["offer"]
        users = (str(offer["user1"]), str(offer["user2"]))
        if any(self._now(user).offer_id != offer["offer_id"] for user in users):
            self._fault("phantom", at, f"{event['type']} of an offer that is not open", *users)
            return None
        return self.offers[offer["offer_id"]]

    def _end(self, offer: Offer, at: float, how: str) -> None:
        offer.ended_at, offer.ended_as = at, how
        self._open.pop(offer.match_id, None)

    # --- Redis at one instant, against the trail ---

    def _compare(self, seen: Snapshot) -> None:
        for user in self._waiting.keys() - seen.queue.keys():
            self._fault("lost", seen.at, f"{user} waits by the trail and is not in the queue", user)
        for user in seen.queue.keys() - self._waiting.keys():
            self._fault("phantom", seen.at, f"{user} is in the queue without having joined", user)
        for user in seen.queue.keys() & self._waiting.keys():
            if abs(seen.queue[user] - self._waiting[user]) > 5e-6:
                self._fault("passed over", seen.at, f"{user} has another place than at first", user)
        for match_id in self._open.keys() - seen.offers:
            self._fault("trapped", seen.at, f"the offer {match_id} has no deadline", *match_id.split(":"))
        for match_id in seen.offers - self._open.keys():
            self._fault("phantom", seen.at, f"a deadline of an offer {match_id} that is over", match_id)
