"""From where a user has logged in before (decision 0035). Kept in PostgreSQL: a lost Redis must not turn an
attack from many addresses into a lock-out."""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from auth_match.accounts import repository
from auth_match.accounts.models import User
from auth_match.runtime import clock
from auth_match.runtime.requests import client_address


def is_known(username: str, address: str) -> bool:
    return repository.knows_address(username, _digest(address))


def remember(user_id: int, address: str) -> None:
    """After a login, in its transaction."""
    repository.remember_address(user_id, _digest(address), now=clock.now())


def remember_after_admin_login(*, request: HttpRequest, user: User, **_: Any) -> None:
    """A receiver of Django's `user_logged_in`, which only the admin sends."""
    remember(user.id, client_address(request))


def _digest(address: str) -> str:
    return salted_hmac("maru.known_address", address, algorithm="sha256").hexdigest()
