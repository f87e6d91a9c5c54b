"""What a run leaves behind, for the checker: what each client sent and received, the trail, the rows.

All times are seconds since the epoch, on one machine's one clock. Users are named by their id as text, as in
the trail.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auth_match.matching.domain.compatibility import Seeker

Event = dict[str, Any]
NO_USER = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a client's log.

    kind      body
    opening   {}                                  a socket is being opened; sockets of a user count from 1
    sent      the frame
    received  the frame
    closed    {code}                              the socket is over, as the client saw it
    gone      {how}                               the client lets go of the socket, in one way or another
    asked     {number, what, ...}                 over HTTP: what = wishes {wishes} | block, unblock {partner}
    answered  {number, status}                    0: unknown whether it was done
    stuck     {why}                               the client could not leave, or not join
    kill, cut {...}                               by NO_USER: a process killed, every Redis connection cut
    """

    at: float
    user: str
    socket: int
    kind: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Redis at one instant, after so many events of the trail."""

    at: float
    position: int
    queue: dict[str, float]
    offers: frozenset[str]


@dataclass(slots=True)
class Rows:
    """PostgreSQL at rest, of this run's people."""

    offers: dict[str, str] = field(default_factory=dict)  # offer id → status
    rooms: list[str] = field(default_factory=list)  # offer ids
    meetings: dict[str, int] = field(default_factory=dict)  # match id → times met
    waiting: list[str] = field(default_factory=list)  # users


@dataclass(frozen=True, slots=True)
class Times:
    """The system's settings, in seconds."""

    cooldown: float
    room_join: float


@dataclass(slots=True)
class History:
    times: Times
    people: dict[str, Seeker]  # user → as they signed up
    names: dict[str, str]  # user → username
    entries: list[Entry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    rows: Rows | None = None  # None: not looked at

    def of(self, user: str) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.user == user)

    @property
    def end(self) -> float:
        last = [self.entries[-1].at] if self.entries else []
        return max(last + ([float(self.events[-1]["at"])] if self.events else []), default=0.0)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be. kind: lost | doubled | phantom | passed over | trapped."""

    kind: str
    at: float
    users: tuple[str, ...]
    text: str


KINDS = ("lost", "doubled", "phantom", "passed over", "trapped")
