"""What is limited, and by whom it is counted. The numbers are settings (`LIMITS`)."""

import hashlib

from django.conf import settings
from django.http import HttpRequest

from auth_match.accounts import attempts, known_addresses
from auth_match.accounts.domain import usernames
from auth_match.errors import TooOften
from auth_match.runtime.requests import client_address


def spend(limit: str, *who: str | int) -> None:
    """Counts one try of `who`. TooOften, with the seconds to wait, when there were too many."""
    wait = attempts.count(_key(limit, who), settings.LIMITS[limit])
    if wait:
        raise TooOften(wait)


def penalize(limit: str, *who: str | int) -> None:
    """Counts what was done already and can be refused no more; `require_no_wait` refuses what follows."""
    attempts.count(_key(limit, who), settings.LIMITS[limit])


def require_no_wait(limit: str, *who: str | int) -> None:
    """TooOften while a wait stands that `penalize` began. Counts nothing."""
    seconds = attempts.seconds_left(_key(limit, who))
    if seconds:
        raise TooOften(seconds)


def forget(limit: str, *who: str | int) -> None:
    """After a success: earlier mistakes do not count against the next ones."""
    attempts.forget(_key(limit, who))


def spend_login(request: HttpRequest, username: str) -> None:
    """One try to log in, over the API or the admin's form. Raises: TooOften."""
    address, name = client_address(request), usernames.key_of(username)
    spend("login_per_ip", address)
    # From many addresses at once. The owner's own are not slowed down by it, so it locks no owner out.
    is_elsewhere = not known_addresses.is_known(username, address)
    if is_elsewhere:  # first, or waiting as asked would count as a try of this address
        require_no_wait("login_per_user_elsewhere", name)
    spend("login_per_user_and_ip", name, address)
    if is_elsewhere:
        spend("login_per_user_elsewhere", name)


def forget_login(request: HttpRequest, username: str) -> None:
    forget("login_per_user_and_ip", usernames.key_of(username), client_address(request))


def _key(limit: str, who: tuple[str | int, ...]) -> str:
    # A digest: names may be long, and Redis need not know who tried to log in from where.
    text = "\0".join(map(str, who))
    return f"{limit}:{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:32]}"
