"""A voice room: an unguessable key, and its two members."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Participant:
    """One of the two users of an offer or a room, as the other one sees them."""

    user_id: int
    name: str
    age: int
    gender: str


@dataclass(frozen=True, slots=True)
class Room:
    """`user1` has the smaller id.

    Where its row was read: `members` in the same order, and `opened_at` in seconds since the epoch.
    """

    key: str
    user1: int
    user2: int
    members: tuple[Participant, Participant] | None = None
    opened_at: float | None = None

    def partner_of(self, user_id: int) -> int:
        return self.user2 if user_id == self.user1 else self.user1

    def is_member(self, user_id: int) -> bool:
        return user_id in (self.user1, self.user2)
