"""Real Redis and two workers at it, on a clock that the test holds.

The scripts take the time as an argument; lifetimes of keys follow the server's own clock. So after each
transition the world reads when a key would go, counts that on the test's clock, and puts the end off; it
deletes the key when its time has come there. However slow the machine is, no key goes too early or too late.
"""

import asyncio
import json
import math
from dataclasses import dataclass
from typing import Any

from django.conf import settings

import redis
from auth_match.matching.state import events, store
from auth_match.runtime.redis import close_async_client
from matching_model.state import SECOND

API = 2
PUT_OFF = 4_102_444_800_000  # milliseconds since the epoch: the year 2100

# Everything there is in one answer: the server's time, then of each key its name, type, end and content.
# ARGV[1]: to when ends are put off
LOOK_AROUND = """
local readers = {string = {'GET'}, hash = {'HGETALL'}, set = {'SMEMBERS'}, list = {'LRANGE', 0, -1},
                 zset = {'ZRANGE', 0, -1, 'WITHSCORES'}, stream = {'XLEN'}}
local seen = {redis.call('TIME')}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local kind = redis.call('TYPE', key).ok
  local reader = readers[kind]
  local ends = redis.call('PEXPIRETIME', key)
  seen[#seen + 1] = {key, kind, ends, redis.call(reader[1], key, unpack(reader, 2))}
  if ends > 0 then redis.call('PEXPIREAT', key, ARGV[1]) end
end
return seen
"""


@dataclass(frozen=True, slots=True)
class Key:
    """`until` is when the key goes, microseconds on the test's clock, or None. Sorted sets keep order."""

    kind: str
    content: Any
    until: int | None


Keys = dict[str, Key]


class World:
    def __init__(self) -> None:
        self.now = 0
        # bytes come out as they are, one character each
        self.redis = redis.Redis.from_url(
            settings.REDIS_URL, password=settings.REDIS_PASSWORD, decode_responses=True, encoding="latin-1"
        )
        self._read = self.redis.register_script(LOOK_AROUND)
        self._workers = (asyncio.Runner(), asyncio.Runner())
        self._ends: dict[str, int | None] = {}  # key → its end on the test's clock

    def close(self) -> None:
        for worker in self._workers:
            worker.run(close_async_client())
            worker.close()
        self.redis.close()

    def begin(self, now: int) -> None:
        """An empty Redis."""
        self.now = now
        self._ends.clear()
        self.redis.flushdb()

    def run(self, worker: int, script: str, **arguments: Any) -> store.Outcome:
        """One transition by a worker: 0 and 1 are processes of sockets, API a thread of the HTTP API."""
        if worker == API:
            return store.run_in_thread(script, now=self.now / SECOND, **arguments)
        return self._workers[worker].run(store.run(script, now=self.now / SECOND, **arguments))

    def pass_time(self, microseconds: int) -> None:
        self.now += microseconds
        gone = [key for key, end in self._ends.items() if end is not None and end <= self.now]
        if gone:
            self.redis.delete(*gone)

    def look_around(self) -> Keys:
        (whole, part), *rows = self._read(args=[PUT_OFF])
        server_now = int(whole) * 1000 + int(part) // 1000
        keys, ends = {}, {}
        for name, kind, end, content in rows:
            ends[name] = self._end(name, end, server_now)
            keys[name] = Key(kind, _shaped(kind, content), ends[name])
        self._ends = ends
        return keys

    def trail(self) -> list[events.Event | None]:
        """All events since the beginning."""
        entries: Any = self.redis.xrange("maru:trail")
        return [events.parse(json.loads(entry["event"])) for _, entry in entries]

    def _end(self, name: str, end: int, server_now: int) -> int | None:
        if end < 0:
            return None
        if end == PUT_OFF:  # no script has set it since
            return self._ends[name]
        return self.now + math.ceil((end - server_now) / 1000) * SECOND  # lifetimes are whole seconds


def _shaped(kind: str, content: Any) -> Any:
    if kind == "hash":
        return dict(zip(content[::2], content[1::2], strict=True))
    if kind == "zset":
        return dict(zip(content[::2], map(float, content[1::2]), strict=True))
    return set(content) if kind == "set" else content
