"""Vote tickets in Redis: a vote is valid only while its ticket exists.

match:{match_id}  string, JSON  {"image_ids": [left, right], "created_at": ISO 8601, "voter_id": 7}  300 s
"""

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from redis.asyncio import Redis

from image_community.runtime.circuit_breaker import CircuitBreaker

TICKET_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Ticket:
    """The two images shown, left and right, and the voter."""

    image_ids: tuple[int, int]
    voter_id: int | None
    created_at: datetime


class TicketStore:
    """Tickets by match id. Every command is idempotent.

    All raise Unavailable while the breaker is open, so that no transaction waits for an unresponsive Redis.
    """

    def __init__(self, redis: Redis, breaker: CircuitBreaker) -> None:
        self._redis = redis
        self._breaker = breaker

    def require_reachable(self) -> None:
        """Fail early, before work that needs a ticket.

        Raises:
            Unavailable: the breaker of Redis is open.
        """
        self._breaker.require_closed()

    async def keep(self, match_id: str, ticket: Ticket) -> None:
        """Store a ticket for 300 seconds."""
        value = {
            "image_ids": list(ticket.image_ids),
            "created_at": ticket.created_at.isoformat(),
            "voter_id": ticket.voter_id,
        }
        with self._breaker.guard():
            await self._redis.set(_key(match_id), json.dumps(value), ex=TICKET_SECONDS)

    async def find(self, match_id: str) -> Ticket | None:
        """The ticket, if it exists."""
        with self._breaker.guard():
            text = await self._redis.get(_key(match_id))
        if text is None:
            return None
        value = json.loads(text)
        left, right = value["image_ids"]
        return Ticket((left, right), value.get("voter_id"), datetime.fromisoformat(value["created_at"]))

    async def existing(self, match_ids: Sequence[str]) -> Set[str]:
        """Those of these matches that have a ticket."""
        if not match_ids:
            return frozenset()
        with self._breaker.guard():
            found = await self._redis.mget([_key(each) for each in match_ids])
        return {match_id for match_id, ticket in zip(match_ids, found, strict=True) if ticket is not None}

    async def drop(self, match_id: str) -> None:
        """Delete a ticket."""
        with self._breaker.guard():
            await self._redis.delete(_key(match_id))


def _key(match_id: str) -> str:
    return f"match:{match_id}"


def tickets_of(request: Request) -> TicketStore:
    """The tickets in this process's Redis."""
    connections = request.app.state.connections
    return TicketStore(connections.redis, connections.redis_breaker)
