"""Which claims a valid token must have, apart from its signature.

Every function returns True or False for any JSON value; `now` and times are seconds since 1970.
"""

import re
from collections.abc import Mapping
from typing import Any

from auth_match.accounts.domain import usernames

MAX_TOKEN_LENGTH = 4096
MAX_USER_ID = 2**31 - 1  # user ids are 32-bit in both services
MAX_TIME = 253_402_300_799  # the last second that datetime can hold
_COMPACT = re.compile(r"[A-Za-z0-9_-]{1,1024}(?:\.[A-Za-z0-9_-]{1,4096}){2}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_JTI = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_compact_jws(raw: str) -> bool:
    """Three base64url parts without padding. RFC 7515 3.1. The decoder never sees anything else."""
    return len(raw) <= MAX_TOKEN_LENGTH and _COMPACT.fullmatch(raw) is not None


def has_valid_times(claims: Mapping[str, Any], *, now: float, leeway: float) -> bool:
    """`iat` and `exp` are required, `nbf` is optional; all are whole seconds; the token is valid now."""
    times: list[Any] = [claims.get("iat"), claims.get("exp"), claims.get("nbf", 0)]
    if not all(_is_integer(time, 0, MAX_TIME) for time in times):
        return False
    issued, expires, not_before = times
    return bool(max(issued, not_before) <= now + leeway and now < expires + leeway)


def names_a_session(claims: Mapping[str, Any]) -> bool:
    """Has `user_id`, the same as a string in `sub`, `sid` and `jti`."""
    user_id, sid, jti = claims.get("user_id"), claims.get("sid"), claims.get("jti")
    return (
        _is_integer(user_id, 1, MAX_USER_ID)
        and claims.get("sub") == str(user_id)
        and _matches(_UUID, sid)
        and _matches(_JTI, jti)
    )


def names_a_user(claims: Mapping[str, Any]) -> bool:
    """Has a `username` that follows the rule of stored ones."""
    username = claims.get("username")
    return isinstance(username, str) and usernames.is_acceptable(username)


def _is_integer(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
