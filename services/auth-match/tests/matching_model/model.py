"""The rules of matching in plain Python: who is where, who is offered to whom, what everybody is told.

Each method is one transition and returns the result that its script should give; `events` is what it caused.
The model is a list of people and a clock: it searches everybody, every time.
"""

from collections.abc import Iterable

from auth_match.matching.domain.compatibility import Seeker
from matching_model.queue import Queue
from matching_model.state import Person


class Model(Queue):
    def attach(self, user: int) -> str:
        one = self.people[user]
        one.connection = max(self.now, (one.connection or 0) + 1)
        room = self.room_of(user)
        if room and not one.waits:
            self._enter(user, room.key)
        self._resume(one)
        self._close_if_lost(one)
        return str(one.connection)

    def beat(self, user: int, connection: int) -> str:
        refused = self.refusal(user, connection)
        if refused is None:
            self._resume(self.people[user])
            self._close_if_lost(self.people[user])
        return refused or "ok"

    def detach(self, user: int, connection: int) -> str:
        refused, one = self.refusal(user, connection), self.people[user]
        if refused:
            return refused
        one.online_until, one.presence_due = 0, None
        if one.waits:
            self._suspend(one)
        else:
            self._make_idle(one)
        return "ok"

    def join(
        self,
        user: int,
        connection: int,
        seeker: Seeker,
        met: dict[int, float],
        wider: tuple[Seeker, int] | None,
    ) -> str:
        """`wider` is who they are to be for this stay, and after how many microseconds."""
        refused, one = self.refusal(user, connection), self.people[user]
        if refused:
            return refused
        self._close_if_lost(one)
        if self.state_of(user) == "in_room":
            assert one.room
            if user in self.rooms[one.room].seats:
                return "in_room"
            self.close_room(one.room, user)
        elif one.waits:
            return "already"
        one.met.update(met)
        one.blocked, one.blocked_until = {other for blocker, other in self.blocks if blocker == user}, None
        one.wishes = self.lately_edited(one) or seeker
        self._enqueue(one, self._next_score())
        if wider and one.wishes == seeker:
            one.wider, one.widens_at = wider[0], self.now + wider[1]
        self.events.append(("joined", user, one.score, len(self.waiting())))
        self.look(user)
        return "queued"

    def edit(self, user: int, seeker: Seeker) -> str:
        one = self.people[user]
        if not one.waits:
            one.edited, one.edited_until = seeker, self.now + self.life.join_memory
            return "not_waiting"
        one.edited = None
        self._forget_widening(one)
        one.wishes = seeker
        return "ok"

    def block(self, user: int, other: int) -> str:
        """What the two have in common ends; in an offer both keep their places."""
        one, offer = self.people[user], self.remembered_offer_of(user)
        self.blocks.add((user, other))
        one.blocked = self.blocked_by(one) | {other}
        if not one.waits:
            one.blocked_until = self.now + self.life.join_memory
        one.unblocked = self.lately_unblocked_by(one) - {other}
        if offer and other in offer.pair:
            self._close_offer(offer, "partner_left", set(), user)
        for who, partner in ((user, other), (other, user)):
            room = self.people[who].room
            if room and self.state_of(who) == "in_room" and partner in self.rooms[room].pair:
                self.close_room(room, None)
        return "ok"

    def unblock(self, user: int, other: int) -> str:
        self.blocks.discard((user, other))
        one = self.people[user]
        one.blocked -= {other}
        if not one.waits:
            one.unblocked = self.lately_unblocked_by(one) | {other}
            one.unblocked_until = self.now + self.life.join_memory
        return "ok"

    def leave(self, user: int, connection: int) -> str:
        refused, state = self.refusal(user, connection), self.state_of(user)
        if refused or state in ("idle", "in_room"):
            return refused or state
        self._withdraw(self.people[user], "left")
        return "left"

    def expel(self, user: int) -> str:
        one = self.people[user]
        if self.state_of(user) == "in_room":
            assert one.room
            self.close_room(one.room, user)
        one.online_until = 0
        self._withdraw(one, "left")
        return "ok"

    def respond(self, user: int, connection: int, answer: str, offer_id: str | None, room: str) -> str:
        refused = self.refusal(user, connection)
        if refused:
            return refused
        if self._close_if_lost(self.people[user]):
            return "none"
        offer = self.offer_of(user)
        if not offer or offer.expires <= self.now or offer_id not in (None, offer.offer_id):
            return "none"
        if offer.answers.get(user) != answer:
            self.events.append(("answered", offer.match_id, user, answer))
        offer.answers[user], offer.updated = answer, self.now
        if answer == "reject":
            self._close_offer(offer, "rejected", {user}, user)
            return "rejected"
        if offer.answers.get(offer.partner_of(user)) != "accept":
            return "accepted"
        self._match(offer, room)
        return "matched"

    def sweep(self, due: Iterable[str]) -> str:
        """`due` names what is due in its order, as `kind:id`."""
        handlers = {
            "offer": self._expire,
            "presence": lambda user: self._end_presence(self.people[int(user)]),
            "grace": lambda user: self._end_grace(self.people[int(user)]),
            "widen": lambda user: self._widen(self.people[int(user)]),
            "look": lambda user: self.look(int(user)),
            "empty": self._end_room_of_empty_seat,
            "roomend": lambda room: self.close_room(room, None, "deadline"),
            "seat": self._end_seat,
        }
        done = list(due)
        for member in done:
            kind, _, name = member.partition(":")
            handlers[kind](name)
        for match_id in sorted(self.offers):
            if match_id in self.offers and self.offers[match_id].stored_until <= self.now:
                self._close_lost(self.offers[match_id])
        return str(len(done))

    # what is due

    def _expire(self, match_id: str) -> None:
        offer = self.offers.get(match_id)
        if offer is None:
            return None
        if offer.stored_until <= self.now:
            return self._close_lost(offer)
        silent = {user for user in offer.pair if offer.answers.get(user) != "accept"}
        return self._close_offer(offer, "expired", silent, None)

    def _widen(self, one: Person) -> None:
        if one.wider:
            one.wishes, one.wider, one.widens_at, one.is_widened = one.wider, None, None, True
            self.events.append(("widened", one.id, one.wishes.age_min, one.wishes.age_max))
            self.look(one.id)

    def _end_presence(self, one: Person) -> None:
        one.presence_due = None
        if one.waits:
            self._suspend(one)
        else:
            self._make_idle(one)

    def _end_grace(self, one: Person) -> None:
        one.grace_due = None
        if one.suspended:
            self._withdraw(one, "disconnected")
