"""The feed of account events, for readers in other processes (PostgreSQL)."""

import uuid
from collections.abc import Collection
from typing import ClassVar

from django.db import connection, models
from django.db.models import Q
from django.db.transaction import TransactionManagementError

from auth_match.accounts.models.session import Session


class AccountEventManager(models.Manager["AccountEvent"]):
    # Any number that no other advisory lock in this database uses.
    FEED_LOCK = 0x6D61_7275  # "maru"

    def record(self, *, kind: str, user_id: int, sid: uuid.UUID | None = None) -> "AccountEvent":
        """Appends an event to the feed, in the transaction of its change.

        `seq` is assigned under a lock that is held until commit, so the order of `seq` is the order of
        commit: a reader that has seen n never finds a smaller one later.
        """
        self._lock()
        return self.create(kind=kind, user_id=user_id, sid=sid)

    def record_ended(self, *, sessions: Collection[Session]) -> None:
        """Appends one `session_ended` event per session, likewise."""
        self._lock()
        kind = AccountEvent.Kind.SESSION_ENDED
        self.bulk_create(
            AccountEvent(kind=kind, user_id=session.user_id, sid=session.sid) for session in sessions
        )

    def _lock(self) -> None:
        if not connection.in_atomic_block:
            raise TransactionManagementError("An account event needs the transaction of its change.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.FEED_LOCK])


class AccountEvent(models.Model):
    """A change that revokes or restores trust. `user_id` is no foreign key: the row outlives the user."""

    class Kind(models.TextChoices):
        SESSION_ENDED = "session_ended"  # the only kind with a `sid`
        USER_DISABLED = "user_disabled"
        USER_ENABLED = "user_enabled"
        USER_DELETED = "user_deleted"

    seq = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    user_id = models.IntegerField()
    sid = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: ClassVar[AccountEventManager] = AccountEventManager()

    class Meta:
        db_table = "account_event"
        indexes: ClassVar = [models.Index(fields=["user_id", "seq"], name="account_event_user")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class AccountEventRetention(models.Model):
    """The progress of retention: one row (id 1). A reader whose position is below `deleted_through` may have
    missed events; the next run begins after `looked_through`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    deleted_through = models.BigIntegerField(default=0)
    looked_through = models.BigIntegerField(default=0)

    class Meta:
        db_table = "account_event_retention"
        constraints: ClassVar = [models.CheckConstraint(name="one_retention", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"deleted through {self.deleted_through}"
