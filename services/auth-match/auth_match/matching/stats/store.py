"""Counts of the whole queue, read from Redis in pages, so that no single command blocks it for long.

Synchronous: reading a large queue is work for a thread (queue_stats.py).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from redis.client import NEVER_DECODE

from auth_match.matching.domain.candidate_index import BUCKET_BYTES
from auth_match.matching.domain.compatibility_counts import Side
from auth_match.matching.state import stream
from auth_match.matching.state.events import Offered
from auth_match.runtime import redis as redis_clients

BUCKETS_PER_PAGE = 1_000
MOST_EVENTS = 2_000  # in a busy time the newest are enough

IndexEntry = tuple[bytes, float]  # bucket and score of a user who can be found


def clock() -> float:
    """Redis' own time, in which scores are given: seconds since the epoch."""
    seconds, microseconds = redis_clients.sync_client().time()
    return float(seconds) + float(microseconds) / 1_000_000


def bucket_sizes() -> dict[bytes, int]:
    """Bucket (five bytes, domain/candidate_index.py) → how many users can be found in it. Not all at one
    instant."""
    sizes: dict[bytes, int] = {}
    for page in _pages_of_sizes():
        sizes.update({bucket: int(size) for bucket, size in page.items()})
    return sizes


def _pages_of_sizes() -> Iterator[dict[bytes, bytes]]:
    client: Any = redis_clients.sync_client()
    cursor = 0
    key = f"{settings.MATCH_REDIS_KEY_PREFIX}maru:sizes"
    while True:
        # undecoded: names of buckets are bytes, not text
        cursor, page = client.execute_command(
            "HSCAN", key, cursor, "COUNT", BUCKETS_PER_PAGE, **{NEVER_DECODE: True}
        )
        yield page
        if cursor == 0:
            return


def findable(user_ids: Iterable[int]) -> Iterator[IndexEntry]:
    """Those of the users who can be found now."""
    client: Any = redis_clients.sync_client()
    with client.pipeline(transaction=False) as pipeline:
        for user_id in user_ids:
            key = f"{settings.MATCH_REDIS_KEY_PREFIX}maru:user:{user_id}"
            wanted = ("state", "suspended", "ticket", "score")
            pipeline.execute_command("HMGET", key, *wanted, **{NEVER_DECODE: True})
        for state, disconnected, ticket, score in pipeline.execute():
            if state == b"queued" and disconnected is None:
                yield ticket[:BUCKET_BYTES], float(score)


def recent_waits(*, since: float) -> Iterator[tuple[Side, float]]:
    """(side, seconds waited) of each user who was offered a partner since then, in the newest events."""
    for event in stream.recent(since=since, limit=MOST_EVENTS):
        if isinstance(event, Offered):
            yield from _waits_of(event)


def _waits_of(event: Offered) -> Iterator[tuple[Side, float]]:
    if event.waited and event.wanted:  # not in entries of an older version
        for user in event.offer.participants:
            yield (user.gender, event.wanted[user.user_id]), event.waited[user.user_id]
