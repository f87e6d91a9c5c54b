"""WebSocket tickets in Redis. Only their hash is stored: a reader of Redis cannot use one.

maru:ws_ticket:{sha256 hex}    string, JSON {user_id, sid, purpose, instance}    `seconds`
"""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass

from auth_match.runtime.redis import async_client, sync_client


@dataclass(frozen=True, slots=True)
class StoredTicket:
    user_id: int
    sid: uuid.UUID
    purpose: str
    instance: str | None = None  # the name of the page that asked for it


def store_ticket(ticket: str, kept: StoredTicket, *, seconds: int) -> None:
    value = {**asdict(kept), "sid": str(kept.sid)}
    sync_client().set(_key(ticket), json.dumps(value), ex=seconds)


async def take_ticket(ticket: str) -> StoredTicket | None:
    """Reads and deletes in one step: of two requests with the same ticket one gets it."""
    text = await async_client().getdel(_key(ticket))
    if text is None:
        return None
    value = json.loads(text)
    # a ticket of the release before has no instance
    return StoredTicket(**{**value, "sid": uuid.UUID(value["sid"])})


def _key(ticket: str) -> str:
    # The client's text may hold a lone surrogate, which must not raise in the encoder.
    return f"maru:ws_ticket:{hashlib.sha256(ticket.encode(errors='replace')).hexdigest()}"
