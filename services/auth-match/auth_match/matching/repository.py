"""Matching's rows in PostgreSQL. Synchronous; the service opens the transactions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.models import MatchedRoom, MatchHistory, MatchQueue, MatchRequest, MatchSetting


@dataclass(frozen=True, slots=True)
class Wisher:
    """A user as the queue needs them."""

    name: str
    seeker: Seeker


def wisher(user_id: int) -> Wisher:
    """One query for the user and their wishes. MatchSetting.DoesNotExist when the user is gone."""
    setting = MatchSetting.objects.select_related("user").get(user_id=user_id)
    return Wisher(name=setting.user.username, seeker=seeker_of(setting))


def seeker_of(setting: MatchSetting) -> Seeker:
    return Seeker(
        age=setting.user.age,
        gender=setting.user.gender,
        age_min=setting.age_min,
        age_max=setting.age_max,
        preferred_gender=setting.preferred_gender,
    )


def history_of(user_id: int) -> QuerySet[MatchHistory]:
    """The pairs a user was in, the latest first, both users loaded."""
    mine = MatchHistory.objects.filter(Q(user1_id=user_id) | Q(user2_id=user_id))
    return mine.select_related("user1", "user2").order_by("-last_matched_at", "-id")


def met_since(user_id: int, since: datetime | None) -> dict[int, datetime]:
    """Partner → when they last met, for meetings not before `since` (None: ever)."""
    rows = MatchHistory.objects.filter(Q(user1_id=user_id) | Q(user2_id=user_id))
    if since is not None:
        rows = rows.filter(last_matched_at__gte=since)
    pairs = rows.values_list("user1_id", "user2_id", "last_matched_at")
    return {(two if one == user_id else one): at for one, two, at in pairs}


def add_room(*, offer_id: str, user1: int, user2: int, key: str) -> bool:
    """False when this offer has its room already: the second process to say so changes nothing."""
    _, created = MatchedRoom.objects.get_or_create(
        offer_id=offer_id, defaults={"user1_id": user1, "user2_id": user2, "key": key}
    )
    return created


def add_meeting(*, user1: int, user2: int, at: datetime) -> None:
    """One row a pair: made at the first meeting, counted up at each further one."""
    row, created = MatchHistory.objects.get_or_create(
        user1_id=user1, user2_id=user2, defaults={"last_matched_at": at}
    )
    if not created:
        MatchHistory.objects.filter(pk=row.pk).update(last_matched_at=at, times_met=F("times_met") + 1)


def live_room_of(user_id: int) -> MatchedRoom | None:
    mine = MatchedRoom.objects.filter(Q(user1_id=user_id) | Q(user2_id=user_id))
    return mine.order_by("-matched_at", "-id").first()


def room(key: str) -> MatchedRoom | None:
    return MatchedRoom.objects.filter(key=key).first()


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
