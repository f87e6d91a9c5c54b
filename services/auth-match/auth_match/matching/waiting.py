"""What a waiting person is told of the others: how many fit both ways and, where it means something, how long
it takes. All of it from the process' picture of the crowd (lookout.py), so it is some seconds old.
"""

from math import ceil
from typing import Any

import structlog
from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from auth_match.matching import crowd_store
from auth_match.matching.domain import index
from auth_match.matching.domain.compatibility import may_meet
from auth_match.matching.domain.crowd import count_fitting
from auth_match.matching.lookout import Picture, Place, lookout
from auth_match.matching.safety import repository as safety
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

State = dict[str, Any]
Numbers = dict[str, int]


async def described(state: State, *, user_id: int) -> State:
    """The scripts' state of a user; of one who waits with `fitting` and perhaps `estimate_seconds`."""
    if state.get("status") != "queued":
        return state
    picture = await lookout.look()
    if picture is None:
        return state
    numbers = _numbers(state, picture)
    if numbers["fitting"]:
        numbers = await in_database_thread(_without_blocked, numbers, state, picture, user_id)
    return {**state, **numbers}


def described_in_thread(state: State, *, user_id: int) -> State:
    """The same for the API's threads."""
    if state.get("status") != "queued":
        return state
    picture = lookout.look_in_thread()
    if picture is None:
        return state
    numbers = _numbers(state, picture)
    if numbers["fitting"]:
        numbers = _without_blocked(numbers, state, picture, user_id)
    return {**state, **numbers}


def _numbers(state: State, picture: Picture) -> Numbers:
    name, queued_at = bytes(state["class"]), float(state["queued_at"])
    seeker = index.seeker_of(name)
    numbers = {
        "fitting": count_fitting(picture.crowd, seeker, is_in_crowd=picture.shows(name, queued_at)),
    }
    wait = picture.typical_waits.get((seeker.gender, seeker.preferred_gender))
    # of no use to whoever has waited longer already
    if wait is not None and clock.now().timestamp() - queued_at < wait:
        numbers["estimate_seconds"] = ceil(wait)
    return numbers


def _without_blocked(numbers: Numbers, state: State, picture: Picture, user_id: int) -> Numbers:
    """Whoever is kept apart from the user by a block does not fit, whichever of them made it.

    Two who fit and may be offered are never both waiting. So a count with somebody in it who has blocked the
    user would tell the user so.
    """
    seeker = index.seeker_of(bytes(state["class"]))
    try:
        found = _findable_kept_apart(picture, user_id)
    except (DatabaseError, RedisError):
        log.warning("crowd_not_told", exc_info=True)
        return {name: number for name, number in numbers.items() if name != "fitting"}
    blocked = sum(
        may_meet(seeker, index.seeker_of(name)) for name, score in found if picture.shows(name, score)
    )
    return {**numbers, "fitting": max(0, numbers["fitting"] - blocked)}


def _findable_kept_apart(picture: Picture, user_id: int) -> list[Place]:
    """Asked once for each picture: whoever says `sync` over and over costs no more than one who does not."""
    if user_id not in picture.kept_apart:
        picture.kept_apart[user_id] = list(crowd_store.findable(safety.ids_kept_apart_from(user_id)))
    return picture.kept_apart[user_id]
