"""The four workloads: who waits and who seeks. Pure and seeded: the same people in every run.

The crowd of a hundred is the first hundred of the crowd of a million.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from auth_match.matching.domain.compatibility import Seeker, may_meet

YOUNGEST, OLDEST = 18, 99
REFUSED_AGES = (YOUNGEST, OLDEST)  # of the seekers that a crowd which accepts 19 to 98 refuses
AVOIDED_AGE = 40  # of the seekers that every random range leaves out
OTHER = {"male": "female", "female": "male"}

Draw = Callable[[Random], Seeker]


@dataclass(frozen=True, slots=True)
class Workload:
    """`waiting` and `seeking` draw one person each; `note` says in a line what is special."""

    name: str
    note: str
    waiting: Draw
    seeking: Draw

    def crowd(self, size: int) -> Iterator[Seeker]:
        """In the order in which they came."""
        random = Random(f"crowd of {self.name}")
        return (self.waiting(random) for _ in range(size))

    def seekers(self, count: int) -> list[Seeker]:
        random = Random(f"seekers of {self.name}")
        return [self.seeking(random) for _ in range(count)]


def realistic(random: Random) -> Seeker:
    """Three men to two women, mostly in their twenties and thirties, most with a range around that."""
    age = min(OLDEST, YOUNGEST + int(random.gammavariate(2.0, 7.0)))
    gender = "male" if random.random() < 0.6 else "female"
    low, high = YOUNGEST, OLDEST
    if random.random() < 0.8:
        low, high = max(YOUNGEST, age - random.randint(2, 10)), min(OLDEST, age + random.randint(2, 15))
    return Seeker(age, gender, low, high, _wish(random, gender))


def _wish(random: Random, gender: str) -> str:
    chance = random.random()
    if chance < 0.8:
        return OTHER[gender]
    return gender if chance < 0.85 else "any"


def _man_with_default_range(random: Random) -> Seeker:
    return Seeker(realistic(random).age, "male", YOUNGEST, OLDEST, "female")


def man_who_wants_women(random: Random) -> Seeker:
    drawn = realistic(random)
    return Seeker(drawn.age, "male", drawn.age_min, drawn.age_max, "female")


def _takes_19_to_98(random: Random) -> Seeker:
    drawn = realistic(random)
    return Seeker(drawn.age, drawn.gender, 19, 98, drawn.preferred_gender)


def _refused_by_19_to_98(random: Random) -> Seeker:
    gender = random.choice(["male", "female"])
    return Seeker(
        random.choice(REFUSED_AGES), gender, YOUNGEST, OLDEST, random.choice(["male", "female", "any"])
    )


def _random_range(random: Random) -> Seeker:
    """Any two ends, but not around AVOIDED_AGE."""
    while True:
        low, high = sorted((random.randint(YOUNGEST, OLDEST), random.randint(YOUNGEST, OLDEST)))
        if not low <= AVOIDED_AGE <= high:
            break
    genders = ["male", "female"]
    return Seeker(
        random.randint(YOUNGEST, OLDEST), random.choice(genders), low, high, random.choice([*genders, "any"])
    )


def _in_nobodys_range(random: Random) -> Seeker:
    genders = ["male", "female"]
    return Seeker(AVOIDED_AGE, random.choice(genders), YOUNGEST, OLDEST, random.choice([*genders, "any"]))


MIXED = Workload(
    "mixed", "realistic ages, ranges and genders; most seekers find a partner", realistic, realistic
)
ONE_SIDED = Workload(
    "one-sided",
    "everybody waiting is a man, 18–99, who wants women; so do the seekers",
    _man_with_default_range,
    man_who_wants_women,
)
REFUSED = Workload(
    "refused",
    "everybody waiting takes 19–98; the seekers are 18 or 99 and take all",
    _takes_19_to_98,
    _refused_by_19_to_98,
)
MANY_CLASSES = Workload(
    "many classes", "random ranges, none of which holds the seekers' age", _random_range, _in_nobodys_range
)
WORKLOADS = (MIXED, ONE_SIDED, REFUSED, MANY_CLASSES)


def fitting(workload: Workload, size: int, seeker: Seeker, count: int) -> list[int]:
    """Places (0: the longest-waiting) of the first `count` that the seeker may meet, by brute force."""
    places = (place for place, other in enumerate(workload.crowd(size)) if may_meet(seeker, other))
    return list(islice(places, count))
