"""The durations of matching, as one value that the scripts get with every call."""

from dataclasses import dataclass

ONLINE_SECONDS = 60
STORED_SECONDS = 300
LOCK_SECONDS = 10
# Longer than a join takes from its query to its script, by the timeouts of both; so short that users who are
# gone leave nothing after 90 s: 60 of presence, 10 of grace, these.
JOIN_MEMORY_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Rules:
    """Seconds, if nothing else is said. online, stored and lock are specified (docs/seeds.md, A8 and A9)."""

    answer_seconds: int = 30
    grace_seconds: int = 10
    reject_cooldown_seconds: int = 600
    voice_grace_seconds: int = 30
    room_join_seconds: int = 30
    room_max_seconds: int = 14_400
    retry_seconds: float = 0.5
    failed_seconds: float = 5  # until a deadline that failed is tried once more
    search_bound: int = 64  # candidates that one search may skip before it goes on in another script
    online_seconds: int = ONLINE_SECONDS
    stored_seconds: int = STORED_SECONDS
    lock_seconds: int = LOCK_SECONDS
    join_memory_seconds: int = JOIN_MEMORY_SECONDS
    trail_length: int = 100_000  # entries of the trail stream, about
