"""Queue, offers and rooms: kept in Redis, changed only by the scripts in `lua/`.

Each script is one atomic transition; the head of its file lists its arguments, results and events. Nothing
here decides, waits or pushes.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from redis.exceptions import ResponseError

from auth_match.matching.domain.room import Participant, Room
from auth_match.matching.domain.rules import Rules
from auth_match.matching.state import events, metrics, snapshot
from auth_match.matching.state.events import Event
from auth_match.matching.state.snapshot import Snapshot
from auth_match.runtime import lua
from auth_match.runtime import redis as redis_clients

SCRIPTS = "auth_match.matching.state.lua"
SWEEP_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Sweep:
    """`lag`: seconds by which the most overdue deadline was late, None when none was due. `failed`: error per
    deadline that was put off for a while. `newest`: id of the trail's last entry, None while it is empty."""

    lag: float | None = None
    failed: Mapping[str, str] = field(default_factory=dict)
    newest: str | None = None


@dataclass(frozen=True, slots=True)
class TakenSeat:
    """`fresh`: taken by another page than before, or by one without a name. `pending`: signals as JSON text
    that came while the seat was empty, in their order."""

    partner_present: bool
    fresh: bool
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A transition's answer: `result` as its file lists, the events it caused, and what else it answers."""

    result: str
    events: tuple[Event, ...] = ()
    snapshot: Snapshot | None = None
    sweep: Sweep = Sweep()
    seat: TakenSeat | None = None

    @property
    def state(self) -> Snapshot:
        """The user's state. AssertionError after a result that comes without one."""
        assert self.snapshot is not None, self.result
        return self.snapshot


def room_argument(room: Room) -> dict[str, Any]:
    """A room as the scripts take it."""
    argument: dict[str, Any] = {"key": room.key, "user1": str(room.user1), "user2": str(room.user2)}
    if room.members:
        argument["call"] = _call_argument(room.members)
    if room.opened_at is not None:
        argument["ends_at"] = f"{room.opened_at + settings.VOICE_ROOM_MAX_SECONDS:.6f}"
    return argument


def _call_argument(members: tuple[Participant, Participant]) -> dict[str, Any]:
    call: dict[str, Any] = {"match_id": f"{members[0].user_id}:{members[1].user_id}"}
    for side, member in zip(("user1", "user2"), members, strict=True):
        call |= {
            side: str(member.user_id),
            f"{side}_name": member.name,
            f"{side}_age": member.age,
            f"{side}_gender": member.gender,
        }
    return call


def rules() -> Rules:
    return Rules(
        answer_seconds=settings.MATCH_OFFER_SECONDS,
        grace_seconds=settings.MATCH_GRACE_SECONDS,
        reject_cooldown_seconds=settings.MATCH_REJECT_COOLDOWN_SECONDS,
        voice_grace_seconds=settings.VOICE_GRACE_SECONDS,
        room_join_seconds=settings.VOICE_JOIN_SECONDS,
        room_max_seconds=settings.VOICE_ROOM_MAX_SECONDS,
    )


async def run(
    script: str,
    *,
    now: float | None = None,
    ticket: bytes | None = None,
    wider: bytes | None = None,
    **arguments: Any,
) -> Outcome:
    """Runs one transition. `now` in seconds since the epoch; the server's clock when None."""
    call = _prepare(script, now, ticket, wider, arguments)
    client = redis_clients.async_client()
    with metrics.SCRIPT.labels(script).time():
        try:
            text = await client.fcall(*call)
        except ResponseError as error:
            await client.function_load(_library_after(error), replace=True)
            text = await client.fcall(*call)
    return _outcome(script, text)


def run_in_thread(
    script: str, *, now: float | None = None, ticket: bytes | None = None, **arguments: Any
) -> Outcome:
    """The same for the API's threads, which have no event loop."""
    call = _prepare(script, now, ticket, None, arguments)
    client = redis_clients.sync_client()
    try:
        text = client.fcall(*call)
    except ResponseError as error:
        client.function_load(_library_after(error), replace=True)
        text = client.fcall(*call)
    return _outcome(script, text)


def _library_after(error: ResponseError) -> str:
    """The source, for a fresh or restarted server, which does not know it yet; else raises the error."""
    if str(error) != "Function not found":
        raise error
    return lua.library(SCRIPTS).source


def _prepare(
    script: str, now: float | None, ticket: bytes | None, wider: bytes | None, arguments: dict[str, Any]
) -> tuple[str, int, *tuple[str | bytes, ...]]:
    """What FCALL takes: the function, how many keys follow, the key and the arguments."""
    prefix = settings.MATCH_REDIS_KEY_PREFIX
    given = {name: value for name, value in arguments.items() if value is not None}
    # scripts may make several offers and may not draw random numbers themselves
    body = {**given, "rules": asdict(rules()), "id_base": secrets.token_hex(12)}
    clock = "" if now is None else f"{now:.6f}"
    function = lua.library(SCRIPTS).function(script)
    return function, 1, f"{prefix}match_queue", prefix, clock, json.dumps(body), ticket or b"", wider or b""


def _outcome(script: str, text: str | bytes) -> Outcome:
    answer = json.loads(text)
    caused = tuple(event for event in map(events.parse, answer["events"]) if event is not None)
    state = answer.get("state", {})
    if script == "sweep":
        lag = state.get("lag")
        failed, newest = state.get("failed") or {}, state.get("newest")
        sweep = Sweep(None if lag is None else float(lag), failed, newest)
        return Outcome(answer["result"], caused, sweep=sweep)
    if script == "take_seat":
        return Outcome(answer["result"], caused, seat=_seat(state) if state else None)
    user_state = snapshot.parse(state, answer.get("offer")) if state else None
    return Outcome(answer["result"], caused, user_state)


def _seat(state: Mapping[str, Any]) -> TakenSeat:
    return TakenSeat(bool(state["partner_present"]), bool(state["fresh"]), tuple(state["pending"]))
