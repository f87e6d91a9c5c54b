"""May these two meet? Both must accept the other's age and the other's gender (docs/seeds.md, A3).

The queue's search (state/lua/_index.lua) follows the same rule; tests hold the two equal.
"""

from dataclasses import dataclass

ANY_GENDER = "any"


@dataclass(frozen=True, slots=True)
class Seeker:
    """One user's own facts and preferences. Ages in years, bounds inclusive."""

    age: int
    gender: str
    age_min: int
    age_max: int
    preferred_gender: str


def accepts(one: Seeker, other: Seeker) -> bool:
    """Whether `one` accepts `other`; the other way round is another question."""
    return one.age_min <= other.age <= one.age_max and one.preferred_gender in (ANY_GENDER, other.gender)


def may_meet(one: Seeker, other: Seeker) -> bool:
    return accepts(one, other) and accepts(other, one)
