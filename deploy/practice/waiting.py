"""Who waits, read from the local system's Redis. Requires `django.setup()` before the import."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from auth_match.matching.domain.candidate_index import seeker_of
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.stats import store
from auth_match.runtime import redis as redis_clients

MOST_LOOKED_AT = 100  # of a local system; the oldest are enough


@dataclass(frozen=True, slots=True)
class WaitingUser:
    """A user in the queue who can be found."""

    id: int
    seeker: Seeker


def longest_waiting(*, seconds: float) -> WaitingUser | None:
    """The user who has waited the longest, if that is at least `seconds`; None if there is none."""
    client: Any = redis_clients.sync_client()
    now = store.clock()
    queue = f"{settings.MATCH_REDIS_KEY_PREFIX}match_queue"
    for user_id in map(int, client.zrange(queue, 0, MOST_LOOKED_AT - 1)):
        for bucket, queued_at in store.findable([user_id]):
            if now - queued_at >= seconds:
                return WaitingUser(user_id, seeker_of(bucket))
    return None
