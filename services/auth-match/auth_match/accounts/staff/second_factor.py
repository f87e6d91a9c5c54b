"""The second factor of staff: an authenticator app (TOTP, RFC 6238) and ten recovery codes (decision 0036).

Each function is one use case and opens at most one transaction. Enrolment, re-enrolment and removal end every
session of the admin by `session_epoch`, permanently for those that passed only the password.
"""

import time
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from auth_match.accounts import repository as accounts
from auth_match.accounts.domain import second_factor as rule
from auth_match.accounts.errors import UnknownUser, WrongPassword
from auth_match.accounts.models import User
from auth_match.accounts.staff import repository
from auth_match.accounts.staff.errors import (
    AlreadyEnrolled,
    NotEnrolled,
    SecondFactorRequired,
    WrongSecondFactor,
)

log = structlog.get_logger(__name__)

RECOVERY_CODES = 10
TOLERANCE_STEPS = 1  # of 30 seconds: for clock drift and slow typing (RFC 6238 5.2)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """`user` as saved under the lock; `device` verifies sessions from now on; `recovery_codes` are shown
    once."""

    user: User
    device: TOTPDevice
    recovery_codes: list[str]


def is_enrolled(user: User) -> bool:
    return repository.totp_device(user.pk) is not None


def summary(user: User) -> dict[str, Any] | None:
    """`since` and `recovery_codes_left`, or None without a second factor."""
    return repository.second_factor_row(user.pk)


def is_satisfied(user: User, *, is_verified: bool) -> bool:
    """Whether a session of the user may use the admin. Queries the database only when needed."""
    policy = settings.STAFF_SECOND_FACTOR
    known = is_verified or policy is not rule.Policy.ENROLLED
    return rule.is_satisfied(policy, is_verified=is_verified, is_enrolled=not known and is_enrolled(user))


def must_enrol(user: User) -> bool:
    """Whether this user may open only the enrolment page."""
    if settings.STAFF_SECOND_FACTOR is not rule.Policy.REQUIRED:
        return False
    return rule.must_enrol(settings.STAFF_SECOND_FACTOR, is_enrolled=is_enrolled(user))


def is_removable() -> bool:
    """Whether staff may remove their own."""
    return settings.STAFF_SECOND_FACTOR is not rule.Policy.REQUIRED


def new_key() -> str:
    """160 random bits in hexadecimal (RFC 4226 4, R6)."""
    return str(default_key())


def unsaved_device(user: User, key: str) -> TOTPDevice:
    """The source of the QR code and the secret, before the device exists."""
    return TOTPDevice(user=user, key=key)


def verify(user: User, code: str) -> Device:
    """The device of the code; consumes the code. Call it only after the right password.

    Raises: WrongSecondFactor, also while django-otp's throttle of the device holds (1, 2, 4 … seconds after
    each wrong code in a row), and when the user has no device.
    """
    typed = rule.as_typed(code)
    find = repository.locked_totp_device if rule.is_totp(typed) else repository.locked_recovery_codes
    with transaction.atomic():
        device: Device | None = find(user.pk)
        is_right = device is not None and device.verify_token(typed)
    if device is None or not is_right:  # raised outside the transaction, which commits the failure count
        log.warning("second_factor_refused", user_id=user.pk)
        raise WrongSecondFactor
    if not rule.is_totp(typed):
        log.info("recovery_code_used", user_id=user.pk, left=repository.recovery_codes_left(user.pk))
    return device


def enrol(*, user: User, password: str, key: str, code: str) -> Enrolment:
    """Creates the first device. Raises: WrongPassword, WrongSecondFactor (the code does not match the key),
    AlreadyEnrolled."""
    if not user.check_password(password):
        raise WrongPassword
    step = _step_of(key, code)
    if step is None:
        raise WrongSecondFactor
    with transaction.atomic():
        locked = _unchanged(user)
        if is_enrolled(locked):
            raise AlreadyEnrolled
        return _replace(locked, key=key, last_step=step)


def enrol_at_terminal(*, user_id: int) -> Enrolment:
    """Replaces any second factor, without a first code: for operators. Raises: UnknownUser."""
    with transaction.atomic():
        locked = accounts.locked_user(user_id)
        if locked is None:
            raise UnknownUser
        return _replace(locked, key=new_key(), last_step=-1)


def renew_recovery_codes(*, user: User, password: str, code: str) -> list[str]:
    """Invalidates the old codes. Raises: WrongPassword, WrongSecondFactor, NotEnrolled."""
    _confirm(user, password, code)
    codes = _random_codes()
    with transaction.atomic():
        if not is_enrolled(_unchanged(user)):
            raise NotEnrolled
        repository.replace_recovery_codes(user.pk, codes)
    log.info("recovery_codes_renewed", user_id=user.pk)
    return codes


def remove_own(*, user: User, password: str, code: str) -> User:
    """The user as saved under the lock. Raises: WrongPassword, WrongSecondFactor, SecondFactorRequired."""
    if not is_removable():
        raise SecondFactorRequired
    _confirm(user, password, code)
    with transaction.atomic():
        locked = _unchanged(user)
        _remove(locked)
    return locked


def remove(*, user_id: int) -> bool:
    """Whether there was one. Raises: UnknownUser. The caller checks the permission."""
    with transaction.atomic():
        locked = accounts.locked_user(user_id)
        if locked is None:
            raise UnknownUser
        return _remove(locked)


def _remove(locked: User) -> bool:
    if not repository.delete_devices(locked.pk):
        return False
    accounts.raise_and_reload_session_epoch(locked)
    log.info("second_factor_removed", user_id=locked.pk)
    return True


def _replace(user: User, *, key: str, last_step: int) -> Enrolment:
    codes = _random_codes()
    repository.delete_devices(user.pk)
    device = repository.add_totp_device(user.pk, key=key, last_step=last_step)
    repository.replace_recovery_codes(user.pk, codes)
    accounts.raise_and_reload_session_epoch(user)
    log.info("second_factor_enrolled", user_id=user.pk)
    return Enrolment(user, device, codes)


def _confirm(user: User, password: str, code: str) -> None:
    if not user.check_password(password):
        raise WrongPassword
    verify(user, code)


def _unchanged(user: User) -> User:
    """The user, locked. WrongPassword if their password or session epoch has changed since."""
    locked = accounts.locked_user(user.pk)
    if locked is None or not locked.is_active:
        raise WrongPassword
    if locked.get_session_auth_hash() != user.get_session_auth_hash():
        raise WrongPassword
    return locked


def _step_of(key: str, code: str) -> int | None:
    """The time step of the code; None if no step near now matches."""
    typed = rule.as_typed(code)
    if not rule.is_totp(typed):
        return None
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    return totp.t() if totp.verify(int(typed), TOLERANCE_STEPS) else None


def _random_codes() -> list[str]:
    """40 random bits each, generated by django-otp; the device's throttle limits guesses."""
    return [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
