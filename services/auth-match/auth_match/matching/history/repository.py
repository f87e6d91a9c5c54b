"""The rows of events in PostgreSQL: entries, offers, meetings, rooms. The use cases open transactions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from auth_match.accounts.models import User
from auth_match.matching.domain.history_cursor import HistoryCursor
from auth_match.matching.domain.room import Participant, Room
from auth_match.matching.models import (
    Block,
    MatchedRoom,
    MatchHistory,
    MatchQueue,
    MatchRequest,
)

TRAIL_LOCK = 0x7472_6169_6C  # "trail"; a number that nothing else in this database locks


def history_of(user_id: int, *, after: HistoryCursor | None = None) -> QuerySet[MatchHistory]:
    """The pairs a user was in, the latest first, both users loaded; those after a position."""
    mine = MatchHistory.objects.filter(Q(user1_id=user_id) | Q(user2_id=user_id))
    if after is not None:
        at, row_id = after.last_matched_at, after.id
        mine = mine.filter(Q(last_matched_at__lt=at) | Q(last_matched_at=at, id__lt=row_id))
    return mine.select_related("user1", "user2").order_by("-last_matched_at", "-id")


def offers_of(user_id: int) -> QuerySet[MatchRequest]:
    """The offers a user was a side of, in their order."""
    return MatchRequest.objects.filter(Q(from_user_id=user_id) | Q(to_user_id=user_id)).order_by(
        "created_at", "id"
    )


def add_room(*, offer_id: str, room: Room) -> bool:
    """False when this offer has its room already: a second call changes nothing."""
    _, created = MatchedRoom.objects.get_or_create(
        offer_id=offer_id, defaults={"user1_id": room.user1, "user2_id": room.user2, "key": room.key}
    )
    return created


def add_meeting(*, offer_id: str, user1: int, user2: int, at: datetime) -> None:
    """One row per pair: created at the first meeting, counted up at each further one, once per offer."""
    row, created = MatchHistory.objects.get_or_create(
        user1_id=user1, user2_id=user2, defaults={"last_matched_at": at, "last_offer_id": offer_id}
    )
    if created:
        # auto_now_add wrote the time of writing
        MatchHistory.objects.filter(pk=row.pk).update(matched_at=at)
    else:
        # redelivered, or late: neither counts a second time
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
    """Without pairs of which one blocked the other, should a row have outlived its room."""
    pair = Q(blocker=OuterRef("user1"), blocked=OuterRef("user2"))
    turned = Q(blocker=OuterRef("user2"), blocked=OuterRef("user1"))
    rooms = MatchedRoom.objects.filter(~Exists(Block.objects.filter(pair | turned)))
    return rooms.select_related("user1", "user2")


def _room(row: MatchedRoom | None) -> Room | None:
    if row is None:
        return None
    return Room(
        key=row.key,
        user1=row.user1_id,
        user2=row.user2_id,
        members=(_member(row.user1), _member(row.user2)),
        opened_at=row.matched_at.timestamp(),
    )


def _member(user: User) -> Participant:
    return Participant(user.id, user.username, user.age, user.gender)


def delete_room(key: str) -> None:
    MatchedRoom.objects.filter(key=key).delete()


def record_entry(user_id: int, *, entered_at: datetime) -> None:
    """Each user's latest entry. `.update()`, because auto_now_add would write the time of writing."""
    row, _ = MatchQueue.objects.get_or_create(user_id=user_id)
    MatchQueue.objects.filter(pk=row.pk).update(is_active=True, entered_at=entered_at)


def record_queued(user_ids: Iterable[int], *, is_active: bool) -> None:
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


def delete_old_offers(*, before: datetime, limit: int) -> int:
    """Deletes the offers made before then among the first `limit`; returns how many.

    Ids grow with time, so the first by id are the oldest, and no table is scanned.
    """
    first = MatchRequest.objects.order_by("id").values("id")[:limit]
    deleted, _ = MatchRequest.objects.filter(id__in=first, created_at__lt=before).delete()
    return deleted


def delete_old_entries(*, before: datetime, limit: int) -> int:
    """Deletes at most `limit` entries, made before then, of users who are not queued; returns how many."""
    past = MatchQueue.objects.filter(is_active=False, entered_at__lt=before).values("id")[:limit]
    deleted, _ = MatchQueue.objects.filter(id__in=past).delete()
    return deleted


@contextmanager
def trail_lock() -> Iterator[bool]:
    """Whether this process alone may write rows of the trail while the block runs. Held over transactions;
    released with the connection of a process that dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [TRAIL_LOCK])
        (is_ours,) = cursor.fetchone()
    try:
        yield bool(is_ours)
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [TRAIL_LOCK])


def check_references_immediately() -> None:
    """In this transaction. Django checks foreign keys at commit: one deleted user would undo the batch."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
