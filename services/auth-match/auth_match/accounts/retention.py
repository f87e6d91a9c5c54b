"""Deletes old rows of accounts, in batches, so that no lock is held for long.

Any process may do it at any time; concurrent ones skip each other's locked rows.

The last account event with a user's current state (disabled, enabled, deleted) is kept for ever: a reader
that starts from the beginning, or was away for long, still reaches the current state. All others are deleted:
ended sessions, and events that a later one of the same user supersedes. The feed says up to which `seq`.
"""

from datetime import datetime, timedelta
from itertools import takewhile

import structlog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session as AdminSession
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from auth_match.accounts import repository
from auth_match.accounts.models import AccountEvent, AccountEventRetention, KnownAddress, Session
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

BATCH = 500  # rows per kind and transaction


async def delete_old_rows() -> bool:
    """Deletes one batch of each kind. True when there may be more."""
    return await in_database_thread(_delete_batch)


def _delete_batch() -> bool:
    sessions_before = _days_ago(settings.SESSION_RETENTION_DAYS)
    expired = Q(ended_at=None, idle_expires_at__lt=sessions_before)
    done = {
        "ended_sessions": _delete(Session.objects.filter(ended_at__lt=sessions_before)),
        "expired_sessions": _delete(Session.objects.filter(expired)),
        "known_addresses": _delete(
            KnownAddress.objects.filter(last_login_at__lt=_days_ago(settings.KNOWN_ADDRESS_RETENTION_DAYS))
        ),
        "staff_sessions": _delete(AdminSession.objects.filter(expire_date__lt=clock.now())),
        "admin_log": _delete(
            LogEntry.objects.filter(action_time__lt=_days_ago(settings.ADMIN_LOG_RETENTION_DAYS))
        ),
        "events_examined": _delete_old_events(_days_ago(settings.ACCOUNT_EVENT_RETENTION_DAYS)),
    }
    done["skeletons_filled"] = repository.fill_skeletons(BATCH)
    if any(done.values()):
        log.info("old_rows_deleted", **done)
    return BATCH in done.values()


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def _delete(old: QuerySet[Model]) -> int:
    """Deletes at most BATCH. Rows locked by another transaction (a refresh, say) wait for the next run."""
    with transaction.atomic():
        keys = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        if keys:
            old.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _delete_old_events(before: datetime) -> int:
    """Examines the next BATCH of old events. Returns how many. One process at a time."""
    AccountEventRetention.objects.get_or_create(id=1)
    with transaction.atomic():
        retention = AccountEventRetention.objects.select_for_update(skip_locked=True).first()
        if retention is None:
            return 0
        # The last event is always kept: the feed's `last_seq` never decreases.
        old = AccountEvent.objects.filter(
            seq__gt=retention.looked_through, seq__lt=repository.last_account_event_seq()
        ).order_by("seq")[:BATCH]
        aged = list(takewhile(lambda event: event.created_at < before, old))
        if aged:
            retention.looked_through = aged[-1].seq
            retention.deleted_through = max([retention.deleted_through, *_delete_superseded(aged)])
            retention.save()
    return len(aged)


def _delete_superseded(aged: list[AccountEvent]) -> list[int]:
    """Returns the deleted `seq`s, including older events that are superseded only now."""
    users = {event.user_id for event in aged if event.kind != AccountEvent.Kind.SESSION_ENDED}
    of_state = AccountEvent.objects.exclude(kind=AccountEvent.Kind.SESSION_ENDED)
    later = of_state.filter(user_id=OuterRef("user_id"), seq__gt=OuterRef("seq"))
    superseded = of_state.filter(Exists(later), user_id__in=users, seq__lte=aged[-1].seq)
    deleted = [event.seq for event in aged if event.kind == AccountEvent.Kind.SESSION_ENDED]
    deleted += superseded.values_list("seq", flat=True)
    AccountEvent.objects.filter(seq__in=deleted).delete()
    return deleted
