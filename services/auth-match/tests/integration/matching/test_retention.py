"""Old offers and entries go, a batch at a time; meetings, and users who still wait, stay."""

import asyncio
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings

from auth_match.accounts.models import User
from auth_match.matching.history import repository, retention
from auth_match.matching.models import MatchHistory, MatchQueue, MatchRequest
from auth_match.matching.queue import background
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)
forget = async_to_sync(retention.delete_old_rows)
numbers = count()


def ago(**time: float) -> datetime:
    return clock.now() - timedelta(**time)


def beyond() -> datetime:
    return ago(days=settings.MATCH_RETENTION_DAYS, minutes=1)


def within() -> datetime:
    return ago(days=settings.MATCH_RETENTION_DAYS, minutes=-1)


def offer(one: User, other: User, at: datetime) -> str:
    offer_id = f"offer-{next(numbers)}"
    repository.record_offer(offer_id=offer_id, from_user=one.id, to_user=other.id, created_at=at)
    return offer_id


def entry(user: User, at: datetime, *, is_active: bool) -> None:
    repository.record_entry(user.id, entered_at=at)
    repository.record_queued([user.id], is_active=is_active)


def kept(model: Any, name: str) -> set[Any]:
    return set(model.objects.values_list(name, flat=True))


def test_offers_go_when_they_are_old(alice: User, bob: User) -> None:
    offer(alice, bob, beyond())
    young = offer(bob, alice, within())
    assert forget() is False
    assert kept(MatchRequest, "offer_id") == {young}


def test_old_entries_go_unless_the_user_still_waits(alice: User, bob: User, charlie: User) -> None:
    entry(alice, beyond(), is_active=False)
    entry(bob, beyond(), is_active=True)
    entry(charlie, within(), is_active=False)
    forget()
    assert kept(MatchQueue, "user_id") == {bob.id, charlie.id}


def test_meetings_stay(alice: User, bob: User) -> None:
    repository.add_meeting(offer_id="long-ago", user1=alice.id, user2=bob.id, at=ago(days=4000))
    forget()
    assert MatchHistory.objects.count() == 1


def test_many_go_in_batches(alice: User, bob: User) -> None:
    for _ in range(7):
        offer(alice, bob, beyond())
    young = offer(alice, bob, within())
    assert [forget(batch=3) for _ in range(3)] == [True, True, False]
    assert kept(MatchRequest, "offer_id") == {young}


async def test_nothing_is_forgotten_while_the_trail_is_written(alice: User, bob: User) -> None:
    await in_database_thread(offer, alice, bob, beyond())

    def holding_the_lock() -> bool:
        with repository.trail_lock() as is_ours:
            assert is_ours
            return bool(forget())

    assert await in_database_thread(holding_the_lock) is True
    assert await in_database_thread(MatchRequest.objects.count) == 1


async def test_a_running_process_forgets_by_itself(alice: User, bob: User, loop_redis: None) -> None:
    await in_database_thread(offer, alice, bob, beyond())
    async with background.running(), asyncio.timeout(30):
        while await in_database_thread(MatchRequest.objects.count):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
