"""One cycle deletes old rows of accounts and keeps younger ones; a reader that missed events notices."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.sessions.models import Session as AdminSession
from django.db import transaction
from rest_framework.test import APIClient

from auth_match.accounts import retention, service
from auth_match.accounts.models import AccountEvent, Session, User
from auth_match.matching.queue import background
from auth_match.realtime import account_feed
from auth_match.realtime.open_sockets import open_sockets
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)
forget = async_to_sync(retention.delete_old_rows)
KIND = AccountEvent.Kind


def beyond(days: int) -> datetime:
    return clock.now() - timedelta(days=days, minutes=1)


def within(days: int) -> datetime:
    return clock.now() - timedelta(days=days, minutes=-1)


def session(user: User, **times: datetime) -> uuid.UUID:
    return sessions(user, 1, **times)[0].sid


def sessions(user: User, count: int, **times: datetime) -> list[Session]:
    now = clock.now()
    given = {"created_at": now, "last_used_at": now, "idle_expires_at": now, "absolute_expires_at": now}
    return Session.objects.bulk_create(
        Session(user=user, refresh_jti_hash="x", **{**given, **times}) for _ in range(count)
    )


def event(kind: str, user_id: int, at: datetime) -> int:
    sid = uuid.uuid4() if kind == KIND.SESSION_ENDED else None
    with transaction.atomic():
        seq = AccountEvent.objects.record(kind=kind, user_id=user_id, sid=sid).seq
    AccountEvent.objects.filter(seq=seq).update(created_at=at)
    return seq


def event_seqs() -> list[int]:
    return list(AccountEvent.objects.order_by("seq").values_list("seq", flat=True))


def test_ended_sessions_are_deleted_after_retention(alice: User) -> None:
    days, later = settings.SESSION_RETENTION_DAYS, clock.now() + timedelta(days=7)
    session(alice, ended_at=beyond(days), idle_expires_at=later)
    session(alice, idle_expires_at=beyond(days))
    kept = {
        session(alice, ended_at=within(days), idle_expires_at=beyond(days)),
        session(alice, idle_expires_at=within(days)),
        session(alice, idle_expires_at=later, created_at=beyond(days)),
    }
    assert forget() is False
    assert set(Session.objects.values_list("sid", flat=True)) == kept


def test_reuse_still_ends_an_active_session(
    api: APIClient, alice: User, log_in: Callable[[User], dict[str, str]]
) -> None:
    first = log_in(alice)["refresh"]
    Session.objects.update(created_at=beyond(settings.SESSION_RETENTION_DAYS))
    second = api.post("/api/auth/token/refresh/", {"refresh": first}, "json").json()["refresh"]
    third = api.post("/api/auth/token/refresh/", {"refresh": second}, "json").json()["refresh"]
    forget()
    assert api.post("/api/auth/token/refresh/", {"refresh": first}, "json").status_code == 401
    assert api.post("/api/auth/token/refresh/", {"refresh": third}, "json").status_code == 401


def test_staff_sessions_and_the_admin_log_are_deleted(alice: User) -> None:
    now = clock.now()
    AdminSession.objects.create(session_key="old", session_data="", expire_date=now - timedelta(minutes=1))
    AdminSession.objects.create(session_key="live", session_data="", expire_date=now + timedelta(days=1))
    days = settings.ADMIN_LOG_RETENTION_DAYS
    for label, at in (("old", beyond(days)), ("young", within(days))):
        LogEntry.objects.create(user=alice, action_flag=ADDITION, object_repr=label, action_time=at)
    forget()
    assert list(AdminSession.objects.values_list("session_key", flat=True)) == ["live"]
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == ["young"]


def test_old_events_are_deleted_except_each_users_current_state() -> None:
    old, young = beyond(settings.ACCOUNT_EVENT_RETENTION_DAYS), within(settings.ACCOUNT_EVENT_RETENTION_DAYS)
    event(KIND.SESSION_ENDED, 1, old)
    event(KIND.USER_DISABLED, 1, old)
    event(KIND.USER_ENABLED, 1, old)
    deleted = event(KIND.USER_DELETED, 1, old)
    disabled = event(KIND.USER_DISABLED, 2, old)
    last_gone = event(KIND.SESSION_ENDED, 2, old)
    ended = event(KIND.SESSION_ENDED, 3, young)
    last = event(KIND.SESSION_ENDED, 3, young)
    assert forget() is False
    assert event_seqs() == [deleted, disabled, ended, last]
    assert service.events_deleted_through() == last_gone


def test_event_is_deleted_once_a_later_one_supersedes_it() -> None:
    old = beyond(settings.ACCOUNT_EVENT_RETENTION_DAYS)
    disabled = event(KIND.USER_DISABLED, 1, old)
    first_last = event(KIND.SESSION_ENDED, 1, old)
    forget()
    assert event_seqs() == [disabled, first_last]
    enabled = event(KIND.USER_ENABLED, 1, old)
    last = event(KIND.SESSION_ENDED, 1, old)
    forget()
    assert event_seqs() == [enabled, last]


def test_last_event_is_kept_at_any_age() -> None:
    last = event(KIND.SESSION_ENDED, 1, beyond(settings.ACCOUNT_EVENT_RETENTION_DAYS))
    forget()
    assert event_seqs() == [last]


def test_one_cycle_deletes_all_batches(alice: User) -> None:
    more_than_a_batch = retention.BATCH + 2  # the last event is kept
    ended = sessions(alice, more_than_a_batch, ended_at=beyond(settings.SESSION_RETENTION_DAYS))
    with transaction.atomic():
        AccountEvent.objects.record_ended(sessions=ended)
    AccountEvent.objects.update(created_at=beyond(settings.ACCOUNT_EVENT_RETENTION_DAYS))
    async_to_sync(background._delete_old_accounts)()
    assert not Session.objects.exists()
    assert len(event_seqs()) == 1


def test_concurrent_processes_delete_each_row_once(at_once: Any, alice: User) -> None:
    for _ in range(20):
        session(alice, ended_at=beyond(settings.SESSION_RETENTION_DAYS))
        event(KIND.SESSION_ENDED, 1, beyond(settings.ACCOUNT_EVENT_RETENTION_DAYS))
    at_once([retention._delete_batch] * 2)
    assert not Session.objects.exists()
    assert len(event_seqs()) == 1
    assert service.events_deleted_through() == event_seqs()[0] - 1


async def test_follower_behind_the_retention_closes_every_socket(
    signing_key: Any,
) -> None:
    closed = asyncio.Event()
    sid = uuid.uuid4()

    async def close(has_ended: bool) -> None:
        closed.set()

    async def ignore(_event: AccountEvent) -> None:
        pass

    old = beyond(settings.ACCOUNT_EVENT_RETENTION_DAYS)
    await in_database_thread(event, KIND.SESSION_ENDED, 1, old)
    follower = account_feed._Follower(ignore, position=0, leader=None)
    await in_database_thread(event, KIND.SESSION_ENDED, 1, old)
    await retention.delete_old_rows()
    socket = object()
    assert open_sockets.register(sid, socket, close)
    try:
        await follower._catch_up()
        async with asyncio.timeout(5):
            await closed.wait()
        closed.clear()
        assert open_sockets.register(sid, socket, close), "a client with an active session reconnects at once"
        await follower._catch_up()
        await asyncio.sleep(0.1)
        assert not closed.is_set(), "a gap closes the sockets once"
    finally:
        open_sockets.unregister(sid, socket)
