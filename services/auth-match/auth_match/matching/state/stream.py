"""The trail: a stream of all events, read by consumer groups.

Each entry goes to one reader of a group, and again to one until it is acknowledged. Every process of a group
may read.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from redis.exceptions import ResponseError

from auth_match.matching.state import events
from auth_match.matching.state.events import Event
from auth_match.runtime import redis as redis_clients

BATCH = 100
PAGE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """`event` is None where a newer version wrote one that this version does not know."""

    entry_id: str
    event: Event | None


def key() -> str:
    return f"{settings.MATCH_REDIS_KEY_PREFIX}maru:trail"


def claim(group: str, consumer: str, *, idle_seconds: float = 0) -> list[Entry]:
    """The oldest entries that a reader took at least so long ago and did not acknowledge, `BATCH` at most."""
    client, milliseconds = redis_clients.sync_client(), int(idle_seconds * 1000)
    answer = _asked(group, lambda: client.xautoclaim(key(), group, consumer, milliseconds, count=BATCH))
    return _parsed(answer[1])


def read(group: str, consumer: str) -> list[Entry]:
    """The oldest entries that no reader has taken, `BATCH` at most."""
    client = redis_clients.sync_client()
    answer = _asked(group, lambda: client.xreadgroup(group, consumer, {key(): ">"}, count=BATCH))
    return _parsed(entry for stream in _streams(answer) for entry in stream)


def acknowledge(group: str, entries: Iterable[Entry]) -> list[Entry]:
    """Those that were not acknowledged before."""
    entries = list(entries)
    with redis_clients.sync_client().pipeline(transaction=False) as pipeline:
        for entry in entries:
            pipeline.xack(key(), group, entry.entry_id)
        is_first = pipeline.execute()
    return [entry for entry, first in zip(entries, is_first, strict=True) if first]


def recent(*, since: float, limit: int) -> Iterator[Event]:
    """At most `limit` events since then, the newest first."""
    client: Any = redis_clients.sync_client()
    newest = "+"
    for _ in range(limit // PAGE):
        page = client.xrevrange(key(), newest, f"{since * 1000:.0f}", count=PAGE)
        yield from (entry.event for entry in _parsed(page) if entry.event is not None)
        if len(page) < PAGE:
            return
        newest = f"({page[-1][0]}"


def _asked(group: str, ask: Callable[[], Any]) -> Any:
    """The answer. The group is created when Redis has none: it begins with the oldest entry."""
    try:
        return ask()
    except ResponseError as error:
        if not str(error).startswith("NOGROUP"):
            raise
    try:
        redis_clients.sync_client().xgroup_create(key(), group, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):  # another process was faster
            raise
    return ask()


def _parsed(entries: Any) -> list[Entry]:
    return [Entry(entry_id, events.parse(json.loads(fields["event"]))) for entry_id, fields in entries]


def _streams(answer: Any) -> list[list[tuple[str, dict[str, str]]]]:
    """redis-py answers a list under RESP2 and a mapping under RESP3."""
    if isinstance(answer, dict):
        return [entries for parts in answer.values() for entries in parts]
    return [entries for _, entries in answer or []]
