"""Matching's rows in PostgreSQL. Synchronous; the service opens the transactions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.domain.room import Room
from auth_match.matching.models import (
    Block,
    MatchedRoom,
    MatchHistory,
    MatchQueue,
    MatchRequest,
    MatchSetting,
)

TRAIL_LOCK = 0x7472_6169_6C  # "trail"; any number that nothing else in this database locks


@dataclass(frozen=True, slots=True)
class Wisher:
    """A user as the queue needs them."""

    name: str
    seeker: Seeker


def add_setting(user_id: int) -> None:
    MatchSetting.objects.create(user_id=user_id)


def setting(user_id: int) -> MatchSetting:
    """With its user, in one query."""
    return MatchSetting.objects.select_related("user").get(user_id=user_id)


def locked_setting(user_id: int) -> MatchSetting:
    """The same, to be changed in this transaction."""
    return MatchSetting.objects.select_for_update(of=("self",)).select_related("user").get(user_id=user_id)


def wisher(user_id: int) -> Wisher:
    """One query for the user and their wishes. MatchSetting.DoesNotExist when the user is gone."""
    row = setting(user_id)
    seeker = Seeker(
        age=row.user.age,
        gender=row.user.gender,
        age_min=row.age_min,
        age_max=row.age_max,
        preferred_gender=row.preferred_gender,
    )
    return Wisher(name=row.user.username, seeker=seeker)


def history_of(user_id: int) -> QuerySet[MatchHistory]:
    """The pairs a user was in, the latest first, both users loaded."""
    mine = MatchHistory.objects.filter(Q(user1_id=user_id) | Q(user2_id=user_id))
    return mine.select_related("user1", "user2").order_by("-last_matched_at", "-id")


def offers_of(user_id: int) -> QuerySet[MatchRequest]:
    """The offers a user was a side of, in their order."""
    return MatchRequest.objects.filter(Q(from_user_id=user_id) | Q(to_user_id=user_id)).order_by(
        "created_at", "id"
    )


def add_room(*, offer_id: str, room: Room) -> bool:
    """False when this offer has its room already: the second process to say so changes nothing."""
    _, created = MatchedRoom.objects.get_or_create(
        offer_id=offer_id, defaults={"user1_id": room.user1, "user2_id": room.user2, "key": room.key}
    )
    return created


def add_meeting(*, offer_id: str, user1: int, user2: int, at: datetime) -> None:
    """One row a pair: made at the first meeting, counted up at each further one, once an offer."""
    row, created = MatchHistory.objects.get_or_create(
        user1_id=user1, user2_id=user2, defaults={"last_matched_at": at, "last_offer_id": offer_id}
    )
    if created:
        # auto_now_add wrote the time of writing
        MatchHistory.objects.filter(pk=row.pk).update(matched_at=at)
    else:
        # told again, or late: neither counts a second time
        other_offers = MatchHistory.objects.filter(pk=row.pk, last_matched_at__lt=at).exclude(
            last_offer_id=offer_id
        )
        other_offers.update(last_matched_at=at, last_offer_id=offer_id, times_met=F("times_met") + 1)


def live_room_of(user_id: int, *, since: datetime) -> Room | None:
    """The room a user is in, if it was made since then: older ones have met their deadline."""
    mine = _rooms().filter(Q(user1_id=user_id) | Q(user2_id=user_id), matched_at__gte=since)
    return _room(mine.order_by("-matched_at", "-id").first())


def room(key: str) -> Room | None:
    return _room(_rooms().filter(key=key).first())


def _rooms() -> QuerySet[MatchedRoom]:
    """Never those of a pair of whom one blocked the other, should a row have outlived its room."""
    pair = Q(blocker=OuterRef("user1"), blocked=OuterRef("user2"))
    turned = Q(blocker=OuterRef("user2"), blocked=OuterRef("user1"))
    return MatchedRoom.objects.filter(~Exists(Block.objects.filter(pair | turned)))


def _room(row: MatchedRoom | None) -> Room | None:
    return Room(key=row.key, user1=row.user1_id, user2=row.user2_id) if row else None


def delete_room(key: str) -> None:
    MatchedRoom.objects.filter(key=key).delete()


def record_entry(user_id: int, *, entered_at: datetime) -> None:
    """Each user's latest entry. `.update()`, because auto_now_add would write the time of writing."""
    row, _ = MatchQueue.objects.get_or_create(user_id=user_id)
    MatchQueue.objects.filter(pk=row.pk).update(is_active=True, entered_at=entered_at)


def record_waiting(user_ids: Iterable[int], *, is_active: bool) -> None:
    MatchQueue.objects.filter(user_id__in=list(user_ids)).update(is_active=is_active)


def record_offer(*, offer_id: str, from_user: int, to_user: int, created_at: datetime) -> None:
    _, created = MatchRequest.objects.get_or_create(
        offer_id=offer_id, defaults={"from_user_id": from_user, "to_user_id": to_user}
    )
    if created:
        MatchRequest.objects.filter(offer_id=offer_id).update(created_at=created_at)


def record_offer_status(offer_id: str, status: MatchRequest.Status) -> None:
    """An offer that has ended keeps its end."""
    open_ones = (MatchRequest.Status.PENDING, MatchRequest.Status.ACCEPTED)
    MatchRequest.objects.filter(offer_id=offer_id, status__in=open_ones).update(status=status)


def forget_offers(*, before: datetime, limit: int) -> int:
    """Deletes the offers made before then among the `limit` first; returns how many.

    Rows come in the order of time, so the first by id are the oldest: nothing is ever scanned for.
    """
    first = MatchRequest.objects.order_by("id").values("id")[:limit]
    deleted, _ = MatchRequest.objects.filter(id__in=first, created_at__lt=before).delete()
    return deleted


def forget_entries(*, before: datetime, limit: int) -> int:
    """Deletes at most `limit` entries, made before then, of users who stand in no queue; returns how many."""
    past = MatchQueue.objects.filter(is_active=False, entered_at__lt=before).values("id")[:limit]
    deleted, _ = MatchQueue.objects.filter(id__in=past).delete()
    return deleted


@contextmanager
def trail_lock() -> Iterator[bool]:
    """Whether nobody else may write the trail while the block runs. Over transactions; a process that dies
    gives it back with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [TRAIL_LOCK])
        (is_ours,) = cursor.fetchone()
    try:
        yield bool(is_ours)
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [TRAIL_LOCK])


def check_references_at_once() -> None:
    """In this transaction. Django's foreign keys are checked at commit: one deleted user would undo all."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
