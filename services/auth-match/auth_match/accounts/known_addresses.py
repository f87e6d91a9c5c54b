"""The addresses from which a user has logged in (decision 0035). Stored in PostgreSQL: if Redis loses its
data, an attack from many addresses must not lock the owner out."""

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
    """Call it after a login, in its transaction."""
    repository.remember_address(user.pk, _digest(user.username, address), now=clock.now())


def remember_after_admin_login(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Receives Django's `user_logged_in`, which only the admin sends."""
    remember(user, client_address(request))


def _digest(username: str, address: str) -> str:
    """Differs per user, so that a copy of the table does not show which users share an address."""
    value = f"{usernames.key_of(username)}\0{address}"
    return salted_hmac("maru.known_address", value, algorithm="sha256").hexdigest()
