"""The life cycle of an account: deactivate, suspend, reactivate, delete, export, change the password.

Each function is one use case. All lock in one order: the user, then their sessions, then the feed; so no
concurrent login adds a session, and no two of them deadlock.
"""

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from auth_match.accounts import families, repository
from auth_match.accounts.errors import InvalidToken, UnknownUser, WrongPassword
from auth_match.accounts.models import AccountEvent, User
from auth_match.accounts.passwords import require_good_password
from auth_match.accounts.signals import exporting
from auth_match.accounts.staff import repository as staff_repository
from auth_match.runtime import clock

DELETION_TRIES = 5


def deactivate(*, user_id: int) -> None:
    """Locks the user out everywhere and hides their content. Idempotent. Raises: UnknownUser."""
    _disable(user_id, None)


def suspend(*, user_id: int, until: datetime) -> None:
    """Deactivates until `until`. The later of two ends counts; a deactivation outlasts a suspension.
    Raises: UnknownUser."""
    _disable(user_id, until)


def reactivate(*, user_id: int) -> None:
    """Lets the user log in again and shows their content. Idempotent. Raises: UnknownUser."""
    with transaction.atomic():
        user = _locked(user_id)
        if not user.is_active:
            repository.set_active(user, is_active=True)
            AccountEvent.objects.record(kind=AccountEvent.Kind.USER_ENABLED, user_id=user.id)


def lift_suspensions() -> int:
    """Reactivates every user whose suspension has ended. Returns how many. Any process may call it any time.

    Not at the next login: the user's content would stay hidden until then. No leader is needed: the lock of
    the user's row lets one of several concurrent processes do it.
    """
    lifted = 0
    for user_id in repository.ids_suspended_until(clock.now()):
        with transaction.atomic():
            user = repository.locked_user(user_id)
            if user and user.suspended_until and user.suspended_until <= clock.now():
                reactivate(user_id=user_id)
                lifted += 1
    return lifted


def change_password(*, user: User, sid: uuid.UUID, current_password: str, new_password: str) -> None:
    """Ends every session except `sid`. Raises: WrongPassword, Invalid: the new password is too weak."""
    if not user.check_password(current_password):
        raise WrongPassword
    require_good_password(new_password, user, field="new_password")
    hashed = make_password(new_password)  # before the transaction, because it takes 50 ms
    with transaction.atomic():
        _require_unchanged(user)
        repository.set_password_hash(user.id, hashed)
        families.end(repository.locked_active_sessions(user.id, exclude=sid), reason="password_changed")


def end_sessions_after_reset(*, user: User, **_: Any) -> None:
    """Another user or an operator set the password (the admin, `manage.py changepassword`)."""
    repository.locked_user(user.id)
    families.end(repository.locked_active_sessions(user.id), reason="password_reset")


def delete_account(*, user: User, password: str) -> None:
    """Deletes the account and frees its name. The other service follows the feed. Raises: WrongPassword."""
    if not user.check_password(password):
        raise WrongPassword
    for _ in range(DELETION_TRIES - 1):
        # a concurrent request wrote a row that refers to this user, such as a block: delete that, too
        with suppress(IntegrityError):
            return _delete_account(user)
    return _delete_account(user)


def _delete_account(user: User) -> None:
    with transaction.atomic():
        locked = _require_unchanged(user)
        sids = [session.sid for session in repository.locked_active_sessions(user.id)]
        # The rows first: all account changes share the feed's lock, and a large account takes a while.
        locked.delete()
        for sid in sids:
            AccountEvent.objects.record(kind=AccountEvent.Kind.SESSION_ENDED, user_id=user.id, sid=sid)
        AccountEvent.objects.record(kind=AccountEvent.Kind.USER_DELETED, user_id=user.id)


def export_of(*, user: User) -> dict[str, object]:
    """All data that this service stores about the user, by feature, except the password's hash and the
    secrets of the second factor."""
    own: dict[str, object] = {
        "account": repository.account_row(user.id),
        "sessions": repository.session_rows(user.id),
        "known_addresses": repository.known_address_rows(user.id),
        "account_events": repository.event_rows(user.id),
        "second_factor": staff_repository.second_factor_row(user.id),
    }
    answers: list[tuple[Any, Any]] = exporting.send(sender=User, user=user)
    return own | dict(answer for _, answer in answers)


def _disable(user_id: int, until: datetime | None) -> None:
    """`until` None means permanently: later than any moment."""
    with transaction.atomic():
        user = _locked(user_id)
        if user.is_active:
            repository.set_active(user, is_active=False, suspended_until=until)
            repository.raise_session_epoch(user.id)
            reason = "suspended" if until else "deactivated"
            families.end(repository.locked_active_sessions(user.id), reason=reason)
            AccountEvent.objects.record(kind=AccountEvent.Kind.USER_DISABLED, user_id=user.id)
        elif user.suspended_until and (until is None or until > user.suspended_until):
            repository.set_active(user, is_active=False, suspended_until=until)


def _locked(user_id: int) -> User:
    user = repository.locked_user(user_id)
    if user is None:
        raise UnknownUser
    return user


def _require_unchanged(user: User) -> User:
    """The user, locked. Requires that the password, which was checked before the lock, is unchanged."""
    locked = repository.locked_user(user.id)
    if locked is None or not locked.is_active:
        raise InvalidToken
    if locked.password != user.password:
        raise WrongPassword
    return locked
