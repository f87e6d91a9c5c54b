"""Which of our keys signs, and which are still accepted: a function of the time alone.

    next      published, signs later
    current   signs
    retired   no longer signs; published until the last token that it signed expires
    expired   all its tokens have expired

Every process with the same keys and the same time computes the same states, so they need no coordination.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum


class KeyState(StrEnum):
    NEXT = "next"
    CURRENT = "current"
    RETIRED = "retired"
    EXPIRED = "expired"


def key_states(starts: Sequence[datetime], *, now: datetime, token_life: timedelta) -> list[KeyState]:
    """The state of each key. `starts` are the moments from which the keys sign, in ascending order.

    Exactly one is current: the last that has started, or the first if none has.
    """
    current = max((index for index, start in enumerate(starts) if start <= now), default=0)
    states = []
    for index in range(len(starts)):
        if index > current:
            states.append(KeyState.NEXT)
        elif index == current:
            states.append(KeyState.CURRENT)
        else:  # it signed until its successor started
            is_expired = now >= starts[index + 1] + token_life
            states.append(KeyState.EXPIRED if is_expired else KeyState.RETIRED)
    return states
