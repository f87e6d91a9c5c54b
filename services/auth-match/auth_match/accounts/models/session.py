"""A user's sessions and the addresses of their logins (PostgreSQL)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from auth_match.accounts.domain.sessions import Lifetime
from auth_match.accounts.models.user import User


class KnownAddress(models.Model):
    """A network address from which the user logged in: wrong passwords from other addresses do not slow it.

    `digest` is keyed (HMAC), so a copy of the table reveals no address. `last_login_at` is exact to a day.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_addresses", db_index=False)
    digest = models.CharField(max_length=64)
    last_login_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "account_known_address"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_row_per_user_and_address")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest[:8]}"


class Session(models.Model):
    """One login on one device, and its refresh token family.

    `refresh_jti_hash` is the SHA-256 (hex) of the `jti` of the live refresh token, signed by `refresh_kid` at
    `last_used_at`; `parent_jti_hash` that of the one exchanged for it: no token can be derived from the
    stored values. The session is active until `ended_at`, `idle_expires_at` or `absolute_expires_at`.
    """

    sid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    refresh_jti_hash = models.CharField(max_length=64)
    parent_jti_hash = models.CharField(max_length=64, blank=True, default="")
    refresh_kid = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    idle_expires_at = models.DateTimeField()
    absolute_expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=32, blank=True, default="")
    device_label = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "account_session"
        # for retention; a refresh changes only the second
        indexes: ClassVar = [
            models.Index(fields=["ended_at"], name="session_ended", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["idle_expires_at"], name="session_idle", condition=Q(ended_at__isnull=True)),
        ]

    @property
    def lifetime(self) -> Lifetime:
        return Lifetime(self.idle_expires_at, self.absolute_expires_at)

    @lifetime.setter
    def lifetime(self, lifetime: Lifetime) -> None:
        self.idle_expires_at, self.absolute_expires_at = (
            lifetime.idle_expires_at,
            lifetime.absolute_expires_at,
        )

    def __str__(self) -> str:
        return str(self.sid)
