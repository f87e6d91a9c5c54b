"""How accounts are kept in PostgreSQL. Decides nothing, commits nothing."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from auth_match.accounts.models import AccountEvent, Session, User


def session_with_user(sid: uuid.UUID, user_id: int) -> Session | None:
    """One query for a session and its user."""
    return Session.objects.select_related("user").filter(sid=sid, user_id=user_id).first()


def locked_session_with_user(sid: uuid.UUID, user_id: int) -> Session | None:
    """The same, and nobody else can take or change the session before this transaction ends."""
    sessions = Session.objects.select_for_update(of=("self",)).select_related("user")
    return sessions.filter(sid=sid, user_id=user_id).first()


def names_of(user_ids: Collection[int]) -> list[tuple[int, str]]:
    """`(id, username)` of those that there are, by id."""
    return list(User.objects.filter(id__in=user_ids).order_by("id").values_list("id", "username"))


def last_account_event_seq() -> int:
    """The highest committed `seq`, 0 if there is none."""
    return AccountEvent.objects.aggregate(last=Max("seq"))["last"] or 0


def account_events_after(seq: int, limit: int) -> list[AccountEvent]:
    """At most `limit` events with a higher `seq`, in order."""
    return list(AccountEvent.objects.filter(seq__gt=seq).order_by("seq")[:limit])


def account_events_since(moment: datetime, limit: int) -> list[AccountEvent]:
    """At most `limit` events of `moment` or later, the earliest first."""
    return list(AccountEvent.objects.filter(created_at__gte=moment).order_by("seq")[:limit])
