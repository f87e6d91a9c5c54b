"""The rights of staff and their second factors in PostgreSQL. Decides nothing, commits nothing."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from auth_match.accounts.domain.rights import Rights
from auth_match.accounts.models import User


def rights_of(user: User) -> Rights:
    """From the rows: `get_all_permissions` is empty for inactive users and complete for superusers."""
    granted = Permission.objects.filter(Q(user=user.pk) | Q(group__user=user.pk))
    names = granted.values_list("content_type__app_label", "codename")
    return Rights(user.is_superuser, frozenset(f"{label}.{codename}" for label, codename in names))


def totp_device(user_id: int) -> TOTPDevice | None:
    """The authenticator app; an account with one has a second factor."""
    return TOTPDevice.objects.filter(user_id=user_id, confirmed=True).order_by("id").first()


def locked_totp_device(user_id: int) -> TOTPDevice | None:
    """The same, locked: of two requests with the same code the second finds it used."""
    devices = TOTPDevice.objects.select_for_update()
    return devices.filter(user_id=user_id, confirmed=True).order_by("id").first()


def locked_recovery_codes(user_id: int) -> StaticDevice | None:
    devices = StaticDevice.objects.select_for_update()
    return devices.filter(user_id=user_id, confirmed=True).order_by("id").first()


def add_totp_device(user_id: int, *, key: str, last_step: int) -> TOTPDevice:
    """`key` in hexadecimal; codes up to `last_step` count as used."""
    return TOTPDevice.objects.create(user_id=user_id, name="authenticator app", key=key, last_t=last_step)


def replace_recovery_codes(user_id: int, codes: Collection[str]) -> None:
    """Keeps an existing device: sessions that it verified stay verified."""
    device, _ = StaticDevice.objects.get_or_create(user_id=user_id, defaults={"name": "recovery codes"})
    device.token_set.all().delete()
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)


def delete_devices(user_id: int) -> int:
    """Deletes devices of both kinds. Returns how many rows."""
    devices = (TOTPDevice.objects.filter(user_id=user_id), StaticDevice.objects.filter(user_id=user_id))
    return sum(int(found.delete()[0]) for found in devices)


def recovery_codes_left(user_id: int) -> int:
    return int(StaticToken.objects.filter(device__user_id=user_id).count())


def second_factor_row(user_id: int) -> dict[str, Any] | None:
    """That it exists and since when, for its owner; no secrets."""
    device = totp_device(user_id)
    if device is None:
        return None
    return {"since": device.created_at, "recovery_codes_left": recovery_codes_left(user_id)}
