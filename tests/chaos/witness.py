"""Reads what Redis and PostgreSQL say: the trail as it grows, the queue at times, rows, leftovers."""

import asyncio
import json
from time import time
from typing import Any

import redis.asyncio

from tests.chaos.history import History, Rows, Snapshot
from tests.system import NativeSystem

ROWS = "rows"  # the trail's group that becomes rows
TRAIL, QUEUE, DEADLINES = "maru:trail", "match_queue", "maru:deadlines"
# Of other features: limits count tries for a while, tickets open sockets for half a minute.
NOT_MATCHING = ("maru:limits:", "maru:ws_ticket:", "maru:channels")
EMPTY_SECONDS = 30
WRITTEN_SECONDS = 90


class Witness:
    def __init__(self, system: NativeSystem, client: redis.asyncio.Redis) -> None:
        self._system = system
        self._client = client
        self._last = "0"
        self.rows_behind = 0.0  # seconds, at worst

    async def begin(self) -> None:
        """From here on. Users of before must have gone: their events would be of strangers."""
        async with asyncio.timeout(EMPTY_SECONDS):
            while await self._client.exists(QUEUE):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        self.rows_behind = 0.0
        last = await self._client.xrevrange(TRAIL, count=1)
        self._last = str(last[0][0]) if last else "0"

    async def watch(self, history: History, over: asyncio.Event, *, every: float = 0.5) -> None:
        """Until it is over. A task that was cancelled within redis-py went on once, and hung the run."""
        while not over.is_set():
            await self.look(history)
            self.rows_behind = max(self.rows_behind, await self._behind())
            await asyncio.sleep(every)

    async def look(self, history: History) -> None:
        """The new events and the queue, in one transaction: they belong to the same instant."""
        async with self._client.pipeline(transaction=True) as together:
            together.xrange(TRAIL, min=f"({self._last}", max="+")
            together.zrange(QUEUE, 0, -1, withscores=True)
            together.zrange(DEADLINES, 0, -1)
            entries, queue, deadlines = await together.execute()
        for entry_id, fields in entries:
            history.events.append(json.loads(fields["event"]))
            self._last = str(entry_id)
        offers = frozenset(due.removeprefix("offer:") for due in deadlines if due.startswith("offer:"))
        history.snapshots.append(
            Snapshot(time(), len(history.events), {user: float(score) for user, score in queue}, offers)
        )

    async def _behind(self) -> float:
        """Seconds since the oldest event that has no rows yet, about."""
        for group in await self._client.xinfo_groups(TRAIL):
            if group["name"] != ROWS:
                continue
            pending = await self._client.xpending(TRAIL, group["name"])
            oldest = pending["min"] or (group["last-delivered-id"] if group["lag"] else "0-0")
            if oldest != "0-0":
                return time() - int(str(oldest).partition("-")[0]) / 1000
        return 0.0

    async def written(self) -> bool:
        """Waits until the rows of all events are written; False when that takes too long."""
        end = time() + WRITTEN_SECONDS
        while time() < end:
            groups: list[dict[str, Any]] = await self._client.xinfo_groups(TRAIL)
            if groups and all(group["pending"] == 0 and group["lag"] == 0 for group in groups):
                return True
            await asyncio.sleep(0.2)
        return False

    async def groups(self) -> list[str]:
        return [str(group["name"]) for group in await self._client.xinfo_groups(TRAIL)]

    async def rows(self, users: list[int]) -> Rows:
        offers = await self._system.rows(
            "SELECT offer_id, status FROM matching_matchrequest WHERE from_user_id = ANY(%s)", users
        )
        rooms = await self._system.rows(
            "SELECT offer_id FROM matching_matchedroom WHERE user1_id = ANY(%s)", users
        )
        met = await self._system.rows(
            "SELECT user1_id, user2_id, times_met FROM matching_matchhistory WHERE user1_id = ANY(%s)", users
        )
        waiting = await self._system.rows(
            "SELECT user_id FROM matching_matchqueue WHERE is_active AND user_id = ANY(%s)", users
        )
        return Rows(
            offers={str(offer_id): str(status) for offer_id, status in offers},
            rooms=[str(offer_id) for (offer_id,) in rooms],
            meetings={f"{one}:{other}": int(times) for one, other, times in met},
            waiting=[str(user) for (user,) in waiting],
        )

    async def leftovers(self) -> list[str]:
        """Keys of matching but the trail; what other features keep for themselves is not looked at."""
        keys = [key async for key in self._client.scan_iter(count=1000)]
        return sorted(key for key in keys if key != TRAIL and not key.startswith(NOT_MATCHING))
