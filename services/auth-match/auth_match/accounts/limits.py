"""The rate limits, by name and subject. The numbers are settings (`LIMITS`)."""

import hashlib

from django.conf import settings
from django.http import HttpRequest

from auth_match.accounts import known_addresses, rate_limiter
from auth_match.accounts.domain import usernames
from auth_match.errors import TooOften
from auth_match.runtime.requests import client_address


def spend(limit: str, *subject: str | int) -> None:
    """Counts one attempt of the subject. TooOften, with the seconds to wait, after too many."""
    wait = rate_limiter.hit(_key(limit, subject), settings.LIMITS[limit])
    if wait:
        raise TooOften(wait)


def penalize(limit: str, *subject: str | int) -> None:
    """Counts an attempt that already happened and is not refused; `require_no_wait` refuses the next ones."""
    rate_limiter.hit(_key(limit, subject), settings.LIMITS[limit])


def require_no_wait(limit: str, *subject: str | int) -> None:
    """TooOften during a wait that `penalize` began. Counts nothing."""
    seconds = rate_limiter.seconds_left(_key(limit, subject))
    if seconds:
        raise TooOften(seconds)


def reset(limit: str, *subject: str | int) -> None:
    """After a success: earlier failures no longer count."""
    rate_limiter.reset(_key(limit, subject))


def spend_login(request: HttpRequest, username: str) -> None:
    """Counts one login attempt, over the API or the admin's form. Raises: TooOften."""
    address, name = client_address(request), usernames.key_of(username)
    spend("login_per_ip", address)
    # Attempts from many unknown addresses share one limit. It does not apply to the owner's known addresses,
    # so it locks no owner out.
    is_elsewhere = not known_addresses.is_known(username, address)
    if is_elsewhere:  # before the next line, or waiting as asked would count as an attempt of this address
        require_no_wait("login_per_user_elsewhere", name)
    spend("login_per_user_and_ip", name, address)
    if is_elsewhere:
        spend("login_per_user_elsewhere", name)


def reset_login(request: HttpRequest, username: str) -> None:
    reset("login_per_user_and_ip", usernames.key_of(username), client_address(request))


def _key(limit: str, subject: tuple[str | int, ...]) -> str:
    # A digest: names may be long, and Redis need not store who tried to log in from where.
    text = "\0".join(map(str, subject))
    return f"{limit}:{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:32]}"
