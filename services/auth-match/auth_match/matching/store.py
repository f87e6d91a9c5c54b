"""Who waits, who is offered, who is in a room: kept in Redis, changed only by the scripts in `lua/`.

Each script is one atomic transition; what it returns, and each event in it, is described at the head of its
file. Nothing here decides, waits or pushes.
"""

import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from redis.exceptions import ResponseError

from auth_match.matching import metrics
from auth_match.matching.domain.room import Room
from auth_match.matching.domain.rules import Rules
from auth_match.runtime import lua
from auth_match.runtime import redis as redis_clients

SCRIPTS = "auth_match.matching.lua"
SWEEP_LIMIT = 200

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A transition's answer: `result` as its file lists, the events it caused, the user's state if told."""

    result: str
    events: list[Event] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)


def room_argument(room: Room) -> dict[str, str]:
    """A room as the scripts take it."""
    return {"key": room.key, "user1": str(room.user1), "user2": str(room.user2)}


def rules() -> Rules:
    return Rules(
        answer_seconds=settings.MATCH_OFFER_SECONDS,
        grace_seconds=settings.MATCH_GRACE_SECONDS,
        reject_cooldown_seconds=settings.MATCH_REJECT_COOLDOWN_SECONDS,
        room_join_seconds=settings.VOICE_JOIN_SECONDS,
        room_max_seconds=settings.VOICE_ROOM_MAX_SECONDS,
    )


def trail_key() -> str:
    return f"{settings.MATCH_REDIS_KEY_PREFIX}maru:trail"


async def run(
    script: str,
    *,
    now: float | None = None,
    ticket: bytes | None = None,
    wider: bytes | None = None,
    **arguments: Any,
) -> Outcome:
    """Runs one transition. `now` in seconds since the epoch, the server's clock when None."""
    library, keys_and_arguments = lua.library(SCRIPTS), _prepare(now, ticket, wider, arguments)
    client = redis_clients.async_client()
    with metrics.SCRIPT.labels(script).time():
        try:
            text = await client.fcall(library.function(script), 1, *keys_and_arguments)
        except ResponseError as error:
            _check_unknown(error)
            await client.function_load(library.source, replace=True)
            text = await client.fcall(library.function(script), 1, *keys_and_arguments)
    return _outcome(text)


def run_in_thread(
    script: str, *, now: float | None = None, ticket: bytes | None = None, **arguments: Any
) -> Outcome:
    """The same for the API's threads, which have no event loop."""
    library, keys_and_arguments = lua.library(SCRIPTS), _prepare(now, ticket, None, arguments)
    client = redis_clients.sync_client()
    try:
        text = client.fcall(library.function(script), 1, *keys_and_arguments)
    except ResponseError as error:
        _check_unknown(error)
        client.function_load(library.source, replace=True)
        text = client.fcall(library.function(script), 1, *keys_and_arguments)
    return _outcome(text)


def _check_unknown(error: ResponseError) -> None:
    """A fresh or restarted server does not know the library yet; everything else is an error."""
    if str(error) != "Function not found":
        raise error


def _prepare(
    now: float | None, ticket: bytes | None, wider: bytes | None, arguments: dict[str, Any]
) -> list[str | bytes]:
    prefix = settings.MATCH_REDIS_KEY_PREFIX
    told = {name: value for name, value in arguments.items() if value is not None}
    # scripts may make several offers and may not draw random numbers themselves
    body = {**told, "rules": asdict(rules()), "id_base": secrets.token_hex(12)}
    clock = "" if now is None else f"{now:.6f}"
    return [f"{prefix}match_queue", prefix, clock, json.dumps(body), ticket or b"", wider or b""]


def _outcome(text: str | bytes) -> Outcome:
    told = json.loads(text)
    state = told.get("state", {})
    if "offer" in told:
        state["offer"] = told["offer"]
    return Outcome(told["result"], told["events"], state)
