"""The durations of matching, as one value that the scripts get with every call."""

from dataclasses import dataclass

ONLINE_SECONDS = 60
STORED_SECONDS = 300
LOCK_SECONDS = 10
# Longer than a join takes from its reading of the database to its script, by the timeouts of both; so short
# that a crowd that is gone leaves nothing after 90 s: 60 of presence, 10 of grace, these.
JOIN_MEMORY_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Rules:
    """Seconds, if nothing else is said. online, stored and lock are the seed's (design 1, A8 and A9)."""

    answer_seconds: int = 30
    grace_seconds: int = 10
    reject_cooldown_seconds: int = 600
    room_join_seconds: int = 30
    room_max_seconds: int = 14_400
    retry_seconds: float = 0.5
    failed_seconds: float = 5  # until what a defect kept from being done is tried once more
    look_bound: int = 64  # people whom one look may pass over before it goes on in another script
    online_seconds: int = ONLINE_SECONDS
    stored_seconds: int = STORED_SECONDS
    lock_seconds: int = LOCK_SECONDS
    join_memory_seconds: int = JOIN_MEMORY_SECONDS
    trail_length: int = 100_000  # entries of the trail stream, about
