"""The model and real Redis side by side: each step is made in both, and both must agree after it.

Two workers hold the people's connections, each with a client of its own. What a step returns, emits and
leaves in Redis is compared with the model, and the promises are checked on the keys.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.state import events as scripts
from matching_model import expected, promises
from matching_model.events import as_in_model
from matching_model.model import Model
from matching_model.state import SECOND, Event, Life
from matching_model.world import Keys, World

START = 1_800_000_000 * SECOND
PEOPLE = (1, 2, 9, 10, 11)  # 9 and 10 are in another order as texts


class SideBySide:
    def __init__(self, world: World, life: Life, people: tuple[int, ...] = PEOPLE) -> None:
        self.world, self.model = world, Model(life, START, people)
        world.begin(START)
        self.keys: Keys = {}
        self.counted: Counter[str] = Counter()
        self.emitted: list[scripts.Event] = []
        self.readings: dict[int, tuple[int, list[str]]] = {}  # person → when, their blocks then
        self.sockets: dict[int, tuple[int, int]] = {}  # person → worker, connection
        self.past: list[tuple[int, int]] = []  # person, connection; every one there was
        self.seats: list[tuple[int, str, int]] = []  # person, room, connection; every one there was
        self.rooms = 0
        self.is_agreed = True

    def teardown(self) -> None:
        """10. When all have gone for 90 seconds only the trail is left, and cool-downs for their time.

        The trail has all that happened, in order."""
        if not self.is_agreed:
            return  # the step that failed says more
        for user in list(self.sockets):
            self.detach_one(user)
        for user, key, connection in self.seats:
            self._use_seat(0, "free_seat", user, key, connection)
        for seconds in (10.1, 20, 30, 10.1, 20.3):
            self._tick(int(seconds * SECOND))
            self._sweep(0)
        assert all(name.startswith(("maru:trail", "maru:cooldowns:")) for name in self.keys), self.keys
        self._tick(self.model.life.cooldown + 2 * SECOND)
        assert set(self.world.look_around()) <= {"maru:trail"}
        assert self.world.trail() == self.emitted

    def _step(self, worker: int, script: str, predict: Callable[[], str], **arguments: Any) -> str:
        """One transition, in the model and in Redis; returns its result when they agree."""
        self._tick(1000)
        self.is_agreed = False
        self.model.events.clear()
        wanted = predict()
        outcome = self.world.run(worker, script, **arguments)
        self.keys = self.world.look_around()
        self.emitted += outcome.events
        self._adopt(outcome.events)
        events: list[Event] = [as_in_model(event) for event in outcome.events]
        assert not outcome.sweep.failed, outcome.sweep
        assert events == self.model.events
        assert outcome.result == wanted
        expected.compare(self.model, self.keys)
        self.counted += promises.count(events)
        promises.check(self.model, self.keys, self.counted)
        self.is_agreed = True
        return outcome.result

    def _act(self, script: str, user: int, predict: Callable[[int], str], **arguments: Any) -> None:
        """The same for a user's own connection, at its worker."""
        worker, connection = self.sockets[user]
        names = {"user": str(user), "connection": str(connection)}
        self._step(worker, script, lambda: predict(connection), **names, **arguments)

    def attach_at(self, worker: int, user: int) -> None:
        room = self.model.room_of(user)
        row = room and {"key": room.key, "user1": str(room.pair[0]), "user2": str(room.pair[1])}
        number = int(self._step(worker, "attach", lambda: self.model.attach(user), user=str(user), room=row))
        self.sockets[user] = (worker, number)
        self.past.append((user, number))

    def join_as(
        self, user: int, seeker: Seeker, met: dict[int, float], wider: tuple[Seeker, int] | None = None
    ) -> None:
        """`met`: until when (microseconds, or infinity) earlier partners are not offered."""
        self._act(
            "join",
            user,
            lambda connection: self.model.join(user, connection, seeker, met, wider),
            name=f"user{user}",
            wider=candidate_index.queue_ticket(wider[0]) if wider else None,
            widen_after=wider[1] // SECOND if wider else None,
            ticket=candidate_index.queue_ticket(seeker),
            met={str(partner): f"{at / SECOND:.6f}" for partner, at in met.items()},
            blocked=self._read_blocks(user),
        )

    def begin_join(self, user: int) -> None:
        """A join reads the database; what it read may have changed before its script runs."""
        blocked = [str(other) for blocker, other in sorted(self.model.blocks) if blocker == user]
        self.readings[user] = (self.model.now, blocked)

    def _read_blocks(self, user: int) -> list[str]:
        at, blocked = self.readings.pop(user, (0, []))
        if at > self.model.now - self.model.life.join_memory + SECOND:
            return blocked
        self.begin_join(user)
        return self.readings.pop(user)[1]

    def _beat(self, user: int) -> None:
        self._act("beat", user, lambda connection: self.model.beat(user, connection))

    def detach_one(self, user: int) -> None:
        self._act("detach", user, lambda connection: self.model.detach(user, connection))
        del self.sockets[user]

    def _use_seat(self, worker: int, script: str, user: int, key: str, connection: int) -> None:
        predict = self.model.hold_seat if script == "hold_seat" else self.model.free_seat
        names = {"user": str(user), "room": key, "connection": str(connection)}
        self._step(worker, script, lambda: predict(user, key, connection), **names)

    def _sweep(self, worker: int) -> None:
        self._step(worker, "sweep", lambda: self.model.sweep(self._due()), limit=1000)

    def _due(self) -> list[str]:
        deadlines = self.keys.get("maru:deadlines")
        due = deadlines.content.items() if deadlines else ()
        return [member for member, at in due if at <= self.model.now / SECOND]

    def _tick(self, microseconds: int) -> None:
        self.world.pass_time(microseconds)
        self.model.now = self.world.now

    def _adopt(self, events: Sequence[scripts.Event]) -> None:
        """What only the scripts know: the ids that they drew."""
        for event in events:
            if isinstance(event, scripts.Offered):
                offer = self.model.offers.get(event.offer.match_id)
                if offer:
                    offer.offer_id = event.offer.offer_id

    def _is_old(self, user: int, connection: int) -> bool:
        return self.model.refusal(user, connection) is not None

    def _answering(self) -> list[int]:
        return [user for user in sorted(self.sockets) if self.model.people[user].waits == "offered"]

    def _pick(self, candidates: list[Any], n: int) -> Any:
        return candidates[n % len(candidates)]
