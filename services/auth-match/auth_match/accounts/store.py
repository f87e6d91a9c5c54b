"""WebSocket tickets in Redis. Only their hash is stored: a reader of Redis cannot use one.

maru:ws_ticket:{sha256 hex}    string, JSON {"user_id": 1, "sid": "…", "purpose": "match"}    `seconds`
"""

import hashlib
import json
import uuid
from dataclasses import dataclass

from auth_match.runtime.redis import async_client, sync_client


@dataclass(frozen=True, slots=True)
class StoredTicket:
    user_id: int
    sid: uuid.UUID
    purpose: str


def store_ticket(ticket: str, kept: StoredTicket, *, seconds: int) -> None:
    value = {"user_id": kept.user_id, "sid": str(kept.sid), "purpose": kept.purpose}
    sync_client().set(_key(ticket), json.dumps(value), ex=seconds)


async def take_ticket(ticket: str) -> StoredTicket | None:
    """Reads and deletes in one step: of two requests with the same ticket one gets it."""
    text = await async_client().getdel(_key(ticket))
    if text is None:
        return None
    value = json.loads(text)
    return StoredTicket(value["user_id"], uuid.UUID(value["sid"]), value["purpose"])


def _key(ticket: str) -> str:
    # The client's text may hold a lone surrogate, which must not raise in the encoder.
    return f"maru:ws_ticket:{hashlib.sha256(ticket.encode(errors='replace')).hexdigest()}"
