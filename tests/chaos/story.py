"""Small histories for the checker's own tests: who did what when, line by line.

Everybody is a woman of 30 who wants any gender and age, connected from second 0 on, unless said otherwise. An
`offer` reaches both, as its end does, because that is what should happen.
"""

from datetime import UTC, datetime
from typing import Any, Self

from auth_match.matching.domain.compatibility import Seeker
from tests.chaos.history import NO_USER, Entry, History, Snapshot, Times

ANY_SEEKER = Seeker(age=30, gender="female", age_min=18, age_max=99, preferred_gender="any")


def moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


class Story:
    def __init__(self, *people: str, **seekers: Seeker) -> None:
        everybody = {**dict.fromkeys(people, ANY_SEEKER), **seekers}
        self.history = History(
            Times(cooldown=10, room_join=8), everybody, {user: f"name{user}" for user in everybody}
        )
        self._commands = 0
        for user in everybody:
            self.opens(0, user)

    # --- the clients' logs ---

    def _log(self, at: float, user: str, kind: str, socket: int = 1, **body: Any) -> Self:
        self.history.entries.append(Entry(at, user, socket, kind, body))
        return self

    def opens(self, at: float, user: str, socket: int = 1, status: str = "idle") -> Self:
        self._log(at, user, "opening", socket)
        return self.received(at + 0.01, user, "state", socket, status=status, seq=1)

    def received(
        self, at: float, user: str, kind: str, socket: int = 1, *, seq: int = 2, **frame: Any
    ) -> Self:
        return self._log(at, user, "received", socket, type=kind, seq=seq, **frame)

    def sends(self, at: float, user: str, action: str, **frame: Any) -> Self:
        """Returns with no answer."""
        self._commands += 1
        return self._log(at, user, "sent", action=action, id=self._commands, **frame)

    def goes(self, at: float, user: str, socket: int = 1) -> Self:
        return self._log(at, user, "gone", socket, how="dropped")

    def asks(self, at: float, user: str, what: str, *, status: int = 200, **body: Any) -> Self:
        """Over HTTP, answered a tenth of a second later."""
        self._commands += 1
        self._log(at, user, "asked", number=self._commands, what=what, **body)
        return self._log(at + 0.1, user, "answered", number=self._commands, status=status)

    def stuck(self, at: float, user: str) -> Self:
        return self._log(at, user, "stuck", why="could not leave")

    def fault(self, at: float, kind: str) -> Self:
        return self._log(at, NO_USER, kind)

    # --- the trail ---

    def happens(self, at: float, kind: str, **event: Any) -> Self:
        self.history.events.append({"type": kind, "at": f"{at:.6f}", **event})
        return self

    def joins(self, at: float, user: str) -> Self:
        return self.happens(at, "joined", user=user, queued_at=f"{at:.6f}")

    def leaves(self, at: float, user: str) -> Self:
        return self.happens(at, "left", user=user, reason="left")

    def offer(
        self, at: float, seeker: str, found: str, *, name: str = "first", received: str | None = None
    ) -> Self:
        """`received`: the users who hear of it, one letter each; both when None."""
        self.happens(at, "offered", offer=self._offer(at, seeker, found, name))
        for user in (seeker, found) if received is None else received:
            self.received(at + 0.01, user, "match_found", offer_id=name)
        return self

    def answers(self, at: float, seeker: str, found: str, user: str, response: str) -> Self:
        offer = self._offer(at, seeker, found, "first")
        return self.happens(at, "answered", offer=offer, user=user, response=response)

    def matched(
        self, at: float, seeker: str, found: str, *, room: str = "room", received: bool = True
    ) -> Self:
        for user in (seeker, found):
            self.answers(at, seeker, found, user, "accept")
        self.happens(at, "matched", offer=self._offer(at, seeker, found, "first"), room=room)
        for user in (seeker, found) if received else ():
            self.received(at + 0.01, user, "match_success", offer_id="first", room=room)
        return self

    def closed(
        self, at: float, seeker: str, found: str, reason: str, *requeued: str, name: str = "first"
    ) -> Self:
        offer = self._offer(at, seeker, found, name)
        self.happens(at, "closed", offer=offer, reason=reason, requeued=list(requeued) or {})
        for user in (seeker, found):
            back = user in requeued
            self.received(at + 0.01, user, "match_cancelled", offer_id=name, reason=reason, requeued=back)
        return self

    def room_closed(self, at: float, one: str, other: str, *, room: str = "room", by: str = "") -> Self:
        return self.happens(at, "room_closed", room=room, user1=one, user2=other, by=by or None)

    def _offer(self, at: float, seeker: str, found: str, name: str) -> dict[str, Any]:
        one, other = sorted((seeker, found))
        return {
            "offer_id": name,
            "match_id": f"{one}:{other}",
            "user1": one,
            "user2": other,
            "from_user": seeker,
            "to_user": found,
            "expires_at": f"{at + 4:.6f}",
        }

    # --- Redis ---

    def snapshot(self, at: float, queue: dict[str, float], *offers: str) -> Self:
        self.history.snapshots.append(Snapshot(at, len(self.history.events), queue, frozenset(offers)))
        return self

    def end(self, at: float) -> Self:
        """The history goes on until then, with everybody still connected."""
        self.history.entries.sort(key=lambda entry: entry.at)
        return self._log(at, NO_USER, "end")
