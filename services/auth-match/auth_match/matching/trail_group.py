"""Reads the trail as one of its groups (Redis' consumer groups): each entry goes to one reader of the group,
and comes again until it is acknowledged."""

import json
from collections.abc import Callable
from typing import Any

from redis.exceptions import ResponseError

from auth_match.matching import store
from auth_match.runtime import redis as redis_clients

BATCH = 100

Event = dict[str, Any]
Entry = tuple[str, Event]  # the entry's id and what it says


def claim(group: str, consumer: str, *, idle_seconds: float = 0) -> list[Entry]:
    """The oldest that anybody took at least so long ago and did not acknowledge, `BATCH` at most."""
    client, key, milliseconds = redis_clients.sync_client(), store.trail_key(), int(idle_seconds * 1000)
    answer = _asked(group, lambda: client.xautoclaim(key, group, consumer, milliseconds, count=BATCH))
    return _parsed(answer[1])


def read(group: str, consumer: str) -> list[Entry]:
    """The oldest that nobody has taken, `BATCH` at most."""
    client, key = redis_clients.sync_client(), store.trail_key()
    answer = _asked(group, lambda: client.xreadgroup(group, consumer, {key: ">"}, count=BATCH))
    return _parsed(entry for stream in _streams(answer) for entry in stream)


def _asked(group: str, ask: Callable[[], Any]) -> Any:
    """The answer. The group is made when Redis has none: it begins with the oldest entry."""
    try:
        return ask()
    except ResponseError as error:
        if not str(error).startswith("NOGROUP"):
            raise
    try:
        redis_clients.sync_client().xgroup_create(store.trail_key(), group, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):  # another process was faster
            raise
    return ask()


def _parsed(entries: Any) -> list[Entry]:
    return [(entry_id, json.loads(fields["event"])) for entry_id, fields in entries]


def _streams(answer: Any) -> list[list[tuple[str, dict[str, str]]]]:
    """redis-py answers a list under RESP2 and a mapping under RESP3."""
    if isinstance(answer, dict):
        return [entries for parts in answer.values() for entries in parts]
    return [entries for _, entries in answer or []]
