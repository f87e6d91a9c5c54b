"""The rows of accounts in PostgreSQL. Decides nothing, commits nothing."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Max

from auth_match.accounts import lookalikes
from auth_match.accounts.domain import usernames
from auth_match.accounts.models import AccountEvent, AccountEventRetention, KnownAddress, Session, User

MAX_KNOWN_ADDRESSES = 100
ADDRESS_PRECISION = timedelta(days=1)
_FEED_STATE = """
    SELECT COALESCE((SELECT max(seq) FROM account_event), 0),
           COALESCE((SELECT max(deleted_through) FROM account_event_retention), 0)
"""


def fill_skeletons(limit: int) -> int:
    """Fills at most `limit` skeletons missing from rows of an earlier release. Returns how many."""
    users = list(User.objects.filter(username_skeleton="").only("id", "username").order_by("id")[:limit])
    for user in users:
        folded, shown = lookalikes.skeletons_of(user.username)
        same = User.objects.filter(id=user.id, username=user.username)  # a concurrent rename writes its own
        same.update(username_skeleton=folded, username_skeleton_shown=shown)
    return len(users)


def knows_address(username: str, digest: str) -> bool:
    """Whether the user of that name has logged in from that address."""
    key = usernames.key_of(username)
    return KnownAddress.objects.filter(user__username_key=key, digest=digest).exists()


def remember_address(user_id: int, digest: str, *, now: datetime) -> None:
    """One row per user and address, at most MAX_KNOWN_ADDRESSES per user: deletes the least recently used."""
    own = KnownAddress.objects.filter(user_id=user_id)
    known = own.filter(digest=digest).first()
    if known is None:
        row = KnownAddress(user_id=user_id, digest=digest, last_login_at=now)
        KnownAddress.objects.bulk_create([row], ignore_conflicts=True)
        surplus = own.order_by("-last_login_at", "-id").values_list("id", flat=True)[MAX_KNOWN_ADDRESSES:]
        own.filter(id__in=list(surplus)).delete()
    elif now - known.last_login_at > ADDRESS_PRECISION:  # saves a write per login
        own.filter(id=known.id).update(last_login_at=now)


def known_address_rows(user_id: int) -> list[dict[str, Any]]:
    rows = KnownAddress.objects.filter(user_id=user_id).order_by("last_login_at")
    return [dict(row) for row in rows.values("last_login_at")]


def session_with_user(sid: uuid.UUID, user_id: int) -> Session | None:
    """One query for a session and its user."""
    return Session.objects.select_related("user").filter(sid=sid, user_id=user_id).first()


def locked_session_with_user(sid: uuid.UUID, user_id: int) -> Session | None:
    """The same, with the session's row locked until this transaction ends."""
    sessions = Session.objects.select_for_update(of=("self",)).select_related("user")
    return sessions.filter(sid=sid, user_id=user_id).first()


def user(user_id: int) -> User | None:
    return User.objects.filter(id=user_id).first()


def user_by_name(username: str) -> User | None:
    return User.objects.filter(username_key=usernames.key_of(username)).first()


def locked_user(user_id: int) -> User | None:
    """Until this transaction ends no other can change the user, or begin or end one of their sessions by a
    use case. Rows that only refer to the user can still be written."""
    return User.objects.select_for_update(no_key=True).filter(id=user_id).first()


def set_active(user: User, *, is_active: bool, suspended_until: datetime | None = None) -> None:
    """An inactive user without `suspended_until` stays inactive until they are reactivated."""
    User.objects.filter(id=user.id).update(is_active=is_active, suspended_until=suspended_until)


def raise_session_epoch(user_id: int) -> None:
    """Ends every session of the admin, permanently: a reactivation does not restore them."""
    User.objects.filter(id=user_id).update(session_epoch=F("session_epoch") + 1)


def raise_and_reload_session_epoch(locked: User) -> None:
    """The same; `locked` then has the new epoch, so the caller can keep its own session."""
    raise_session_epoch(locked.pk)
    locked.refresh_from_db(fields=["session_epoch"])


def ids_suspended_until(moment: datetime) -> list[int]:
    """Users whose suspension ends at or before that moment."""
    return list(User.objects.filter(suspended_until__lte=moment).values_list("id", flat=True))


def set_password_hash(user_id: int, password_hash: str) -> None:
    User.objects.filter(id=user_id).update(password=password_hash)


def active_sessions(user_id: int, now: datetime, *, limit: int) -> list[Session]:
    active = Session.objects.filter(user_id=user_id, ended_at=None, idle_expires_at__gt=now)
    return list(active.order_by("-last_used_at", "sid")[:limit])


def locked_surplus_sessions(user_id: int, now: datetime, *, limit: int) -> list[Session]:
    """The least recently used active sessions beyond `limit`, locked. Requires the user's lock."""
    active = Session.objects.filter(user_id=user_id, ended_at=None, idle_expires_at__gt=now)
    surplus = active.order_by("-last_used_at", "sid").values_list("sid", flat=True)[limit:]
    return list(
        Session.objects.select_for_update().filter(sid__in=list(surplus), ended_at=None).order_by("sid")
    )


def locked_active_sessions(user_id: int, *, exclude: uuid.UUID | None = None) -> list[Session]:
    """Every session that has not ended, locked in a fixed order."""
    sessions = Session.objects.select_for_update().filter(user_id=user_id, ended_at=None).order_by("sid")
    return [session for session in sessions if session.sid != exclude]


def end_sessions(ended: Collection[Session], *, now: datetime, reason: str) -> None:
    """Marks the sessions as ended and records an event for each."""
    if ended:
        rows = Session.objects.filter(sid__in=[session.sid for session in ended])
        rows.update(ended_at=now, ended_reason=reason)
        AccountEvent.objects.record_ended(sessions=ended)


def account_row(user_id: int) -> dict[str, Any]:
    names = ("id", "username", "age", "gender", "date_joined", "last_login", "is_active", "is_staff")
    return dict(User.objects.values(*names).get(id=user_id))


def session_rows(user_id: int) -> list[dict[str, Any]]:
    times = ("created_at", "last_used_at", "idle_expires_at", "absolute_expires_at", "ended_at")
    rows = Session.objects.filter(user_id=user_id).order_by("created_at", "sid")
    return [dict(row) for row in rows.values("sid", "device_label", *times, "ended_reason")]


def event_rows(user_id: int) -> list[dict[str, Any]]:
    rows = AccountEvent.objects.filter(user_id=user_id).order_by("seq")
    return [dict(row) for row in rows.values("seq", "kind", "sid", "created_at")]


def names_of(user_ids: Collection[int]) -> list[tuple[int, str]]:
    """`(id, username)` of the users that exist, ordered by id."""
    return list(User.objects.filter(id__in=user_ids).order_by("id").values_list("id", "username"))


def last_account_event_seq() -> int:
    """The highest committed `seq`, 0 without events."""
    return AccountEvent.objects.aggregate(last=Max("seq"))["last"] or 0


def feed_state() -> tuple[int, int]:
    """The highest committed `seq` and the highest deleted one, of one snapshot; 0 without.

    In SQL: nearly every read of the feed asks only this, and building the queries took half of its time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FEED_STATE)
        last_seq, deleted_through = cursor.fetchone()
    return last_seq, deleted_through


def account_events_after(seq: int, limit: int) -> list[AccountEvent]:
    """At most `limit` events with a higher `seq`, in order."""
    return list(AccountEvent.objects.filter(seq__gt=seq).order_by("seq")[:limit])


def events_deleted_through() -> int:
    """The highest `seq` that was deleted; no event above it was."""
    return AccountEventRetention.objects.aggregate(seq=Max("deleted_through"))["seq"] or 0


def account_events_since(moment: datetime, limit: int) -> list[AccountEvent]:
    """At most `limit` events of `moment` or later, the oldest first."""
    return list(AccountEvent.objects.filter(created_at__gte=moment).order_by("seq")[:limit])
