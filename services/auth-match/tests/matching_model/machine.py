"""People who do anything in any order."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.domain.widening import Widening, widened
from matching_model.people import WISHES
from matching_model.side_by_side import PEOPLE, SideBySide
from matching_model.state import SECOND, Life
from matching_model.world import API, World

people = st.sampled_from(PEOPLE)
workers = st.sampled_from((0, 1))
wishes = st.sampled_from(WISHES)
which = st.integers(0, 5)
meetings = st.sampled_from(("no", "no", "no", "lately", "for ever"))
widenings = st.sampled_from(
    (None, None, Widening(after_seconds=8, years=70), Widening(after_seconds=40, years=1))
)
answers = st.sampled_from(("accept", "accept", "reject"))
usually = st.sampled_from((True, True, False))
troubles = st.sampled_from(("kill", "expel", "hold the lock", "release the lock"))
# around each deadline: retry, grace, answer, cool-down (the test's), presence, what is stored
durations = st.sampled_from([int(seconds * SECOND) for seconds in (0.6, 5, 10.1, 30.1, 51, 61, 301)])


class Matching(SideBySide, RuleBasedStateMachine):
    def __init__(self, world: World, life: Life) -> None:
        RuleBasedStateMachine.__init__(self)
        SideBySide.__init__(self, world, life)

    # connections

    @rule(user=people, worker=workers)
    def attach(self, user: int, worker: int) -> None:
        """A first socket, one after a broken one, or a newer one beside the last."""
        self.attach_at(worker, user)

    @precondition(lambda self: self.sockets)
    @rule(n=which)
    def detach(self, n: int) -> None:
        self.detach_one(self._pick(sorted(self.sockets), n))

    @precondition(lambda self: self.sockets)
    @rule(n=which)
    def beat(self, n: int) -> None:
        self._beat(self._pick(sorted(self.sockets), n))

    @precondition(lambda self: any(self._is_old(*one) for one in self.past))
    @rule(n=which, script=st.sampled_from(("leave", "respond", "beat", "detach", "join")), worker=workers)
    def hear_an_old_connection(self, n: int, script: str, worker: int) -> None:
        """9. Whatever it says changes nothing."""
        user, connection = self._pick([one for one in self.past if self._is_old(*one)], n)
        wanted = self.model.refusal(user, connection)
        assert wanted
        more: dict[str, Any] = {"respond": {"response": "accept", "room": "never"}}.get(script, {})
        if script == "join":
            more = {
                "name": "old",
                "met": {},
                "blocked": [],
                "ticket": candidate_index.queue_ticket(WISHES[0]),
            }
        self._step(worker, script, lambda: wanted, user=str(user), connection=str(connection), **more)

    # the queue

    @initialize(crowd=st.lists(wishes, min_size=2, max_size=len(PEOPLE)))
    def gather(self, crowd: list[Seeker]) -> None:
        for user, seeker in zip(PEOPLE, crowd, strict=False):
            self.join(user, seeker, user % 2, "no", user, None)

    @rule(user=people, gender=st.sampled_from(("female", "male")), worker=workers)
    def join_for_anybody(self, user: int, gender: str, worker: int) -> None:
        self.join(user, Seeker(30, gender, 18, 99, "any"), worker, "no", user, None)

    @rule(user=people, seeker=wishes, worker=workers, met=meetings, other=people, widens=widenings)
    def join(
        self, user: int, seeker: Seeker, worker: int, met: str, other: int, widens: Widening | None
    ) -> None:
        if user not in self.sockets:
            self.attach_at(worker, user)
        if user not in self.readings:
            seeker = self.model.lately_edited(self.model.people[user]) or seeker
        until = {"lately": self.model.now + 40 * SECOND, "for ever": float("inf")}.get(met)
        wider = (widened(seeker, widens), widens.after_seconds * SECOND) if widens else None
        if wider and wider[0] == seeker:
            wider = None  # there is nothing to widen
        self.join_as(user, seeker, {other: until} if until and other != user else {}, wider)

    @rule(user=people)
    def read_the_database(self, user: int) -> None:
        if not self.model.people[user].waits:
            self.begin_join(user)

    @precondition(lambda self: self.sockets)
    @rule(n=which)
    def leave(self, n: int) -> None:
        user = self._pick(sorted(self.sockets), n)
        self._act("leave", user, lambda connection: self.model.leave(user, connection))

    @rule(user=people, seeker=wishes)
    def edit(self, user: int, seeker: Seeker) -> None:
        arguments = {"user": str(user), "name": f"user{user}", "ticket": candidate_index.queue_ticket(seeker)}
        self._step(API, "edit", lambda: self.model.edit(user, seeker), **arguments)

    @rule(user=people, other=people)
    def block(self, user: int, other: int) -> None:
        if user != other:
            pair = {"user": str(user), "other": str(other)}
            self._step(API, "block", lambda: self.model.block(user, other), **pair)

    @precondition(lambda self: self.model.blocks)
    @rule(n=which)
    def unblock(self, n: int) -> None:
        user, other = self._pick(sorted(self.model.blocks), n)
        pair = {"user": str(user), "other": str(other)}
        self._step(API, "unblock", lambda: self.model.unblock(user, other), **pair)

    # offers

    @precondition(lambda self: self._answering())
    @rule(n=which, answer=answers, names=st.sampled_from(("it", "none", "another")))
    def answer(self, n: int, answer: str, names: str) -> None:
        user = self._pick(self._answering(), n)
        offer = self.model.offer_of(user)
        offer_id = {"it": offer.offer_id if offer else None, "another": "another"}.get(names)
        self.rooms += 1
        room = f"room{self.rooms}"
        self._act(
            "respond",
            user,
            lambda connection: self.model.respond(user, connection, answer, offer_id, room),
            response=answer,
            offer_id=offer_id,
            room=room,
        )

    @precondition(lambda self: self._answering())
    @rule(n=which)
    def agree(self, n: int) -> None:
        """Both accept, if both are there."""
        user = self._pick(self._answering(), n)
        offer = self.model.offer_of(user)
        for one in (user, offer.partner_of(user)) if offer else ():
            if one in self._answering():
                self.answer(self._answering().index(one), "accept", "it")

    @precondition(lambda self: self._answering())
    @rule(n=which)
    def reject_and_return(self, n: int) -> None:
        """The two wait beside each other then, and are not offered to each other for a while."""
        user = self._pick(self._answering(), n)
        seeker = self.model.people[user].wishes
        self.answer(self._answering().index(user), "reject", "it")
        if seeker:
            self.join(user, seeker, 0, "no", user, None)

    # rooms

    @precondition(lambda self: self.model.rooms)
    @rule(n=which, worker=workers)
    def hang_up(self, n: int, worker: int) -> None:
        key = self._pick(list(self.model.rooms), n)
        user = self.model.rooms[key].pair[0]
        self._step(worker, "close_room", lambda: self.model.close_room(key, user), room=key, user=str(user))

    @precondition(lambda self: self.model.rooms)
    @rule(n=which, side=st.sampled_from((0, 1)), worker=workers)
    def take_seat(self, n: int, side: int, worker: int) -> None:
        room = self._pick(list(self.model.rooms.values()), n)
        user = room.pair[side]
        row = {"key": room.key, "user1": str(room.pair[0]), "user2": str(room.pair[1])}
        number = self._step(
            worker, "take_seat", lambda: self.model.take_seat(user, room), user=str(user), room=row
        )
        if number != "none":  # they have gone to another room
            self.seats.append((user, room.key, int(number)))

    @precondition(lambda self: self.seats)
    @rule(n=which, worker=workers, script=st.sampled_from(("hold_seat", "free_seat")))
    def use_seat(self, n: int, worker: int, script: str) -> None:
        """By the one who sits there, an older voice socket, or after the room."""
        user, key, connection = self._pick(self.seats, n)
        self._use_seat(worker, script, user, key, connection)

    # time and other processes

    @rule(duration=durations, are_beating=usually, sweeping=st.sampled_from((0, 1, None)))
    def pass_time(self, duration: int, are_beating: bool, sweeping: int | None) -> None:
        """Perhaps too slow for any_seeker to beat, or to sweep."""
        self._tick(duration)
        for user in sorted(self.sockets) if are_beating else ():
            self._beat(user)
        if sweeping is not None:
            self._sweep(sweeping)

    @rule(worker=workers)
    def sweep(self, worker: int) -> None:
        self._sweep(worker)

    # what seldom happens

    @rule(what=troubles, user=people)
    def trouble(self, what: str, user: int) -> None:
        if what == "kill":
            self.sockets.pop(user, None)  # the process dies: nobody says anything for the person any more
        elif what == "expel":
            self._step(API, "expel", lambda: self.model.expel(user), user=str(user))
            self.sockets.pop(user, None)
        elif what == "hold the lock":  # an operator pauses matching
            self.model.lock_until = self.model.now + self.model.life.lock
            self.world.redis.set("global_match_lock", "operator", ex=self.model.life.lock // SECOND)
            self.keys = self.world.look_around()
        elif self.model.lock_until > self.model.now:
            self.model.lock_until = 0
            self.world.redis.delete("global_match_lock")
