"""Which of our keys signs, and which are still believed: a function of the time alone.

    next      published, signs later
    current   signs
    retired   signs no more; published until the last token it signed is dead
    dead      no token of it lives

Every process that knows the same keys and the time comes to the same answer, so none has to be told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum


class KeyState(StrEnum):
    NEXT = "next"
    CURRENT = "current"
    RETIRED = "retired"
    DEAD = "dead"


def key_states(starts: Sequence[datetime], *, now: datetime, token_life: timedelta) -> list[KeyState]:
    """The state of each key, given when each begins to sign, in ascending order.

    Exactly one is current: the last that has begun, or the first if none has.
    """
    current = max((index for index, start in enumerate(starts) if start <= now), default=0)
    states = []
    for index in range(len(starts)):
        if index > current:
            states.append(KeyState.NEXT)
        elif index == current:
            states.append(KeyState.CURRENT)
        else:  # it signed until its successor began
            is_dead = now >= starts[index + 1] + token_life
            states.append(KeyState.DEAD if is_dead else KeyState.RETIRED)
    return states
