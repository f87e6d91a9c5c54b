"""The part of the model that is about waiting: who may be found, what an offer does, how it ends."""

import math
from collections.abc import Iterable

from auth_match.matching.domain.compatibility import Seeker, may_meet
from matching_model.rooms import Rooms
from matching_model.state import Life, Offer, Person, Room, State


class Queue(Rooms):
    def __init__(self, life: Life, now: int, people: Iterable[int]) -> None:
        super().__init__(life, now)
        self.people = {user: Person(user) for user in people}
        self.offers: dict[str, Offer] = {}
        self.cooldowns: dict[frozenset[int], int] = {}
        self.blocks: set[tuple[int, int]] = set()  # who blocked whom, as PostgreSQL has it
        self.lock_until = 0  # somebody else holds it
        self.last_score, self.last_score_until = 0, 0

    # who may be found

    def waiting(self) -> list[Person]:
        """Everybody in the queue, the longest-waiting first."""
        return sorted(
            (one for one in self.people.values() if one.waits == "queued"), key=lambda one: one.score
        )

    def can_be_found(self, one: Person) -> bool:
        return one.waits == "queued" and not one.suspended and self.is_online(one)

    def excluded_until(self, one: Person, other: Person) -> float:
        """When the two may be offered to each other again: 0 when they may now, infinity for never."""
        if {(one.id, other.id), (other.id, one.id)} & self.blocks:
            return math.inf
        rejected = self.cooldowns.get(frozenset((one.id, other.id)), 0)
        latest = max(rejected, one.met.get(other.id, 0), other.met.get(one.id, 0))
        return latest if latest > self.now else 0

    def partner_for(self, one: Person) -> Person | None:
        for other in self.waiting():
            if other is one or not self.can_be_found(other) or self.excluded_until(one, other):
                continue
            if may_meet(wishes(one), wishes(other)):
                return other
        return None

    def look(self, user: int) -> None:
        one = self.people[user]
        if one.waits != "queued" or one.suspended:
            return
        if not self.is_online(one):
            self._suspend(one)
            return
        if self.lock_until > self.now:
            return
        partner = self.partner_for(one)
        if partner:
            self._offer(one, partner)

    # what is known

    def is_online(self, one: Person) -> bool:
        return one.online_until > self.now

    def state_of(self, user: int) -> State:
        one = self.people[user]
        if one.room and one.room_until > self.now:
            return "in_room"
        return one.waits or "idle"

    def refusal(self, user: int, connection: int) -> str | None:
        known = self.people[user].connection
        return "unknown" if known is None else None if known == connection else "replaced"

    def blocked_by(self, one: Person) -> set[int]:
        """Whom Redis knows them to have blocked: all while they wait, and for a while afterwards."""
        return one.blocked if one.blocked_until is None or one.blocked_until > self.now else set()

    def lately_unblocked_by(self, one: Person) -> set[int]:
        return one.unblocked if one.unblocked_until > self.now else set()

    def lately_edited(self, one: Person) -> Seeker | None:
        """What a join must know that read the database before."""
        return one.edited if one.edited_until > self.now else None

    def offer_of(self, user: int) -> Offer | None:
        """The offer that Redis still has of somebody to whom one was made."""
        match_id = self.people[user].match_id
        offer = self.offers.get(match_id) if match_id else None
        return offer if offer and offer.stored_until > self.now else None

    def remembered_offer_of(self, user: int) -> Offer | None:
        """The same, also when Redis has lost it: the records of both still name it."""
        match_id = self.people[user].match_id
        return self.offers.get(match_id) if match_id else None

    # steps that several transitions share

    def _resume(self, one: Person) -> None:
        was_online = self.is_online(one)
        one.online_until = one.presence_due = self.now + self.life.online
        if one.room_until > self.now:
            one.room_until = self.now + self.life.online
        was_suspended, one.suspended, one.grace_due = one.suspended, False, None
        if was_suspended or not was_online:
            self.look(one.id)

    def _suspend(self, one: Person) -> None:
        one.online_until, one.presence_due = 0, None
        if not one.suspended:
            one.suspended, one.grace_due = True, self.now + self.life.grace

    def _forget_widening(self, one: Person) -> None:
        one.wider, one.widens_at, one.is_widened = None, None, False

    def _sit(self, user: int, room: Room, connection: int) -> None:
        """Who sits down waits for nobody any more."""
        if self.people[user].waits:
            self._withdraw(self.people[user], "left")
        super()._sit(user, room, connection)

    def _next_score(self) -> int:
        """No user ever has the position of another, though the clock may stand still or go back."""
        behind = self.last_score + 1 if self.last_score_until > self.now else 0
        self.last_score, self.last_score_until = max(self.now, behind), self.now + self.life.online
        return self.last_score

    def _enqueue(self, one: Person, score: int) -> None:
        one.waits, one.score, one.match_id = "queued", score, None

    def _make_idle(self, one: Person) -> None:
        one.waits, one.wishes, one.match_id, one.suspended, one.grace_due = None, None, None, False, None
        self._forget_widening(one)
        one.met.clear()
        one.blocked, one.blocked_until = self.blocked_by(one), self.now + self.life.join_memory
        if not self.is_online(one):
            one.connection = one.presence_due = None

    def _offer(self, seeker: Person, partner: Person) -> None:
        first, second = sorted((seeker.id, partner.id))
        offer = Offer(
            offer_id="",  # Redis draws it; the test fills it in
            pair=(first, second),
            seeker=seeker.id,
            waited=partner.id,
            created=self.now,
            updated=self.now,
            expires=self.now + self.life.answer,
            stored_until=self.now + self.life.stored,
        )
        self.offers[offer.match_id] = offer
        for one in (seeker, partner):
            one.waits, one.match_id = "offered", offer.match_id
        self.events.append(("offered", seeker.id, partner.id))

    def _match(self, offer: Offer, room: str) -> None:
        del self.offers[offer.match_id]
        self._open_room(room, offer.pair)
        for user in offer.pair:
            self._make_idle(self.people[user])
            self._enter(user, room)
        self.events.append(("matched", offer.match_id, room))

    def _close_if_lost(self, one: Person) -> bool:
        offer = self.remembered_offer_of(one.id)
        is_lost = offer is not None and offer.stored_until <= self.now
        if offer and is_lost:
            self._close_lost(offer)
        return is_lost

    def _close_lost(self, offer: Offer) -> None:
        """Redis forgot the offer: both were waiting, and both wait again."""
        self._close_offer(offer, "expired", set(), None, is_lost=True)

    def _close_offer(
        self, offer: Offer, reason: str, leaving: set[int], by: int | None, *, is_lost: bool = False
    ) -> None:
        del self.offers[offer.match_id]
        innocent = [self.people[user] for user in offer.pair if user not in leaving]
        for user in sorted(leaving):
            self._make_idle(self.people[user])
        for one in innocent:
            self._enqueue(one, one.score)
        if not is_lost:
            self._cool_down(offer)
        self.events.append(("closed", offer.match_id, reason, by, tuple(one.id for one in innocent)))
        for one in innocent:
            self.look(one.id)

    def _cool_down(self, offer: Offer) -> None:
        pair = frozenset(offer.pair)
        self.cooldowns[pair] = max(self.cooldowns.get(pair, 0), self.now + self.life.cooldown)

    def _withdraw(self, one: Person, reason: str) -> None:
        offer, waited = self.remembered_offer_of(one.id), one.waits
        if offer:
            return self._close_offer(offer, "partner_left", {one.id}, one.id)
        self._make_idle(one)
        if waited:
            self.events.append(("left", one.id, reason))
        return None


def wishes(one: Person) -> Seeker:
    assert one.wishes is not None
    return one.wishes
