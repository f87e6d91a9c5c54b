"""Names that look alike, and names that mix scripts: Unicode's security mechanisms (UTS 39), by ICU.

A skeleton is what a name looks like: equal for two names that can be taken for each other (UTS 39, 4). It
changes with ICU's tables, so a stored one may be of an older version: names are then compared less
well, never wrongly accepted as the same.
"""

from functools import lru_cache

import icu  # type: ignore[import-untyped]

from auth_match.accounts.domain import usernames


@lru_cache(maxsize=1)
def _checker() -> icu.SpoofChecker:
    """ICU's checkers may be used by several threads at once, once they are set up."""
    checker = icu.SpoofChecker()
    checker.setChecks(icu.USpoofChecks.RESTRICTION_LEVEL | icu.USpoofChecks.MIXED_NUMBERS)
    checker.setRestrictionLevel(icu.URestrictionLevel.HIGHLY_RESTRICTIVE)
    return checker


def mixes_scripts(username: str) -> bool:
    """Beyond "Highly Restrictive" (UTS 39, 5.2): letters of one script, or Latin ones beside those of Korean,
    Japanese or Chinese; digits of one script."""
    return bool(_checker().check(username))


def shows_nothing(username: str) -> bool:
    """Whether a character of it is drawn as nothing, such as the Hangul filler, which counts as a letter."""
    ignorable = icu.UProperty.DEFAULT_IGNORABLE_CODE_POINT
    return any(icu.Char.hasBinaryProperty(character, ignorable) for character in username)


def skeletons_of(username: str) -> tuple[str, str]:
    """Of the name without regard to case, and of the name as it is shown: `Тгоу` looks like `Troy` only with
    its capital, `alı` like `Ali` only without."""
    key, checker = usernames.key_of(username), _checker()
    shown = str(checker.getSkeleton(0, usernames.normalised(username)))
    return str(checker.getSkeleton(0, key)), shown.casefold()
