"""A voice room: an unguessable key, and its two members."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """`user1` has the smaller id."""

    key: str
    user1: int
    user2: int

    def partner_of(self, user_id: int) -> int:
        return self.user2 if user_id == self.user1 else self.user1

    def is_member(self, user_id: int) -> bool:
        return user_id in (self.user1, self.user2)
