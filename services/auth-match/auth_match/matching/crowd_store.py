"""What Redis tells of the whole crowd: read in pages, so that no single command holds Redis up.

Synchronous: a picture of a large crowd is work for a thread (waiting.py).
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from redis.client import NEVER_DECODE

from auth_match.matching import store
from auth_match.matching.domain import index
from auth_match.matching.domain.crowd import Side
from auth_match.runtime import redis as redis_clients

CLASSES_A_PAGE = 1_000
EVENTS_A_PAGE = 200
MOST_EVENTS = 2_000  # of a busy time the newest are enough


def clock() -> float:
    """Redis' own time, in which scores are given: seconds since the epoch."""
    seconds, microseconds = redis_clients.sync_client().time()
    return float(seconds) + float(microseconds) / 1_000_000


def class_sizes() -> dict[bytes, int]:
    """Class (five bytes, domain/index.py) → how many of it can be found. Not all at one instant."""
    sizes: dict[bytes, int] = {}
    for page in _pages_of_sizes():
        sizes.update({name: int(size) for name, size in page.items()})
    return sizes


def _pages_of_sizes() -> Iterator[dict[bytes, bytes]]:
    client: Any = redis_clients.sync_client()
    cursor = 0
    key = f"{settings.MATCH_REDIS_KEY_PREFIX}maru:sizes"
    while True:
        # undecoded: the names of classes are bytes, not text
        cursor, page = client.execute_command(
            "HSCAN", key, cursor, "COUNT", CLASSES_A_PAGE, **{NEVER_DECODE: True}
        )
        yield page
        if cursor == 0:
            return


def findable(user_ids: Iterable[int]) -> Iterator[tuple[bytes, float]]:
    """(class, score) of those of them who can be found now."""
    client: Any = redis_clients.sync_client()
    with client.pipeline(transaction=False) as pipeline:
        for user_id in user_ids:
            key = f"{settings.MATCH_REDIS_KEY_PREFIX}maru:user:{user_id}"
            wanted = ("state", "suspended", "ticket", "score")
            pipeline.execute_command("HMGET", key, *wanted, **{NEVER_DECODE: True})
        for state, suspended, ticket, score in pipeline.execute():
            if state == b"queued" and suspended is None:
                yield ticket[: index.CLASS_BYTES], float(score)


def recent_waits(*, since: float) -> Iterator[tuple[Side, float]]:
    """(side, seconds waited) of each person offered to somebody since then, in what is read of the trail."""
    for event in _recent_events(since):
        # not in entries of a version before this was told
        if event["type"] == "offered" and event.keys() >= {"waited", "wanted"}:
            yield from _waits_of(event)


def _recent_events(since: float) -> Iterator[dict[str, Any]]:
    """The newest first."""
    client: Any = redis_clients.sync_client()
    newest = "+"
    for _ in range(MOST_EVENTS // EVENTS_A_PAGE):
        page = client.xrevrange(store.trail_key(), newest, f"{since * 1000:.0f}", count=EVENTS_A_PAGE)
        for _, entry in page:
            yield json.loads(entry["event"])
        if len(page) < EVENTS_A_PAGE:
            return
        newest = f"({page[-1][0]}"


def _waits_of(event: dict[str, Any]) -> Iterator[tuple[Side, float]]:
    offer = event["offer"]
    for place in ("user1", "user2"):
        user = offer[place]
        yield (offer[f"{place}_gender"], event["wanted"][user]), float(event["waited"][user])
