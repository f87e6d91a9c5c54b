"""Names that look alike, and names that mix scripts: Unicode's security mechanisms (UTS 39), by ICU.

The skeleton of a name is equal for two names that can be confused (UTS 39, 4). It changes with ICU's tables,
so a stored one may be of an older version: then a lookalike may be missed, but no name passes for another.
"""

from functools import lru_cache

import icu  # type: ignore[import-untyped]

from auth_match.accounts.domain import usernames


@lru_cache(maxsize=1)
def _checker() -> icu.SpoofChecker:
    """ICU's checkers are thread-safe once they are configured."""
    checker = icu.SpoofChecker()
    checker.setChecks(icu.USpoofChecks.RESTRICTION_LEVEL | icu.USpoofChecks.MIXED_NUMBERS)
    checker.setRestrictionLevel(icu.URestrictionLevel.HIGHLY_RESTRICTIVE)
    return checker


def mixes_scripts(username: str) -> bool:
    """Whether the name violates "Highly Restrictive" (UTS 39, 5.2): letters of one script, or Latin beside
    Korean, Japanese or Chinese ones; digits of one script."""
    return bool(_checker().check(username))


def shows_nothing(username: str) -> bool:
    """Whether it has an invisible character, such as the Hangul filler, which counts as a letter."""
    ignorable = icu.UProperty.DEFAULT_IGNORABLE_CODE_POINT
    return any(icu.Char.hasBinaryProperty(character, ignorable) for character in username)


def skeletons_of(username: str) -> tuple[str, str]:
    """The skeletons of the case-folded name and of the name as shown: `Тгоу` looks like `Troy` only with
    its capital, `alı` like `Ali` only without."""
    key, checker = usernames.key_of(username), _checker()
    shown = str(checker.getSkeleton(0, usernames.normalised(username)))
    return str(checker.getSkeleton(0, key)), shown.casefold()
