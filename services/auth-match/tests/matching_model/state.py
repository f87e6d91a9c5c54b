"""What the model knows of people, offers and rooms."""

from dataclasses import dataclass, field
from typing import Literal

from auth_match.matching.domain.compatibility import Seeker

SECOND = 1_000_000  # microseconds

State = Literal["idle", "queued", "offered", "in_room"]
Event = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """The durations of matching, in microseconds; what is no setting is the specification's."""

    answer: int = 30 * SECOND
    grace: int = 10 * SECOND
    cooldown: int = 600 * SECOND
    voice_grace: int = 30 * SECOND
    room_join: int = 30 * SECOND
    room_max: int = 14_400 * SECOND
    online: int = 60 * SECOND
    stored: int = 300 * SECOND
    retry: int = SECOND // 2
    lock: int = 10 * SECOND
    join_memory: int = 15 * SECOND


@dataclass(slots=True)
class Person:
    """`connection` is None when nothing is remembered of them; after `online_until` they are not heard of.

    `presence_due` and `grace_due` are when it is checked whether they are gone. `met` says until when
    (infinity: for ever) an earlier partner is not offered, as given at the join. `blocked` is kept until
    `blocked_until`, or for as long as they wait."""

    id: int
    connection: int | None = None
    waits: Literal["queued", "offered"] | None = None
    score: int = 0
    wishes: Seeker | None = None
    wider: Seeker | None = None  # who they are from `widens_at` on
    widens_at: int | None = None
    is_widened: bool = False
    match_id: str | None = None
    suspended: bool = False
    online_until: int = 0
    presence_due: int | None = None
    grace_due: int | None = None
    met: dict[int, float] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    blocked_until: int | None = None
    unblocked: set[int] = field(default_factory=set)  # lately, while they did not wait
    unblocked_until: int = 0
    edited: Seeker | None = None  # lately, while they did not wait
    edited_until: int = 0
    room: str | None = None
    room_until: int = 0


@dataclass(slots=True)
class Offer:
    """Answers are by person. After `stored_until` Redis has forgotten it, but for its deadline."""

    offer_id: str
    pair: tuple[int, int]
    seeker: int
    waited: int
    created: int
    updated: int
    expires: int
    stored_until: int
    answers: dict[int, str] = field(default_factory=dict)

    @property
    def match_id(self) -> str:
        return f"{self.pair[0]}:{self.pair[1]}"

    def partner_of(self, user: int) -> int:
        return self.pair[1] if user == self.pair[0] else self.pair[0]


@dataclass(slots=True)
class Room:
    """`seats` are the voice connections, `seat_due` when each is given up for dead. `empty_due` (per empty
    seat) and `end_due` end it."""

    key: str
    pair: tuple[int, int]
    end_due: int
    empty_due: dict[int, int]
    seats: dict[int, int] = field(default_factory=dict)
    seat_due: dict[int, int] = field(default_factory=dict)
