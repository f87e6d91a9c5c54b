"""From where a user has logged in before (decision 0035). Kept in PostgreSQL: a lost Redis must not turn an
attack from many addresses into a lock-out."""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from auth_match.accounts import repository
from auth_match.accounts.domain import usernames
from auth_match.accounts.models import User
from auth_match.runtime import clock
from auth_match.runtime.requests import client_address


def is_known(username: str, address: str) -> bool:
    return repository.knows_address(username, _digest(username, address))


def remember(user: User, address: str) -> None:
    """After a login, in its transaction."""
    repository.remember_address(user.pk, _digest(user.username, address), now=clock.now())


def remember_after_admin_login(*, request: HttpRequest, user: User, **_: Any) -> None:
    """A receiver of Django's `user_logged_in`, which only the admin sends."""
    remember(user, client_address(request))


def _digest(username: str, address: str) -> str:
    """One of its own per user, so that a copy of the table does not say who shares an address."""
    value = f"{usernames.key_of(username)}\0{address}"
    return salted_hmac("maru.known_address", value, algorithm="sha256").hexdigest()
