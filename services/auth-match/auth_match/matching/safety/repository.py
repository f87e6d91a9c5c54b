"""Rows of blocks and reports in PostgreSQL. The use cases open the transactions."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from auth_match.accounts.models import User
from auth_match.matching.models import Block, MatchHistory, MatchRequest, Report


def blocks_of(user_id: int) -> QuerySet[Block]:
    """Those the user made, the latest first, with the users they are about."""
    return Block.objects.filter(blocker_id=user_id).select_related("blocked").order_by("-created_at", "-id")


def ids_blocked_either_way(user_id: int) -> set[int]:
    """Users whom the user has blocked, and who have blocked the user."""
    pairs = Block.objects.filter(Q(blocker_id=user_id) | Q(blocked_id=user_id))
    return {one for pair in pairs.values_list("blocker_id", "blocked_id") for one in pair} - {user_id}


def block_of(user_id: int, other_id: int) -> Block | None:
    return blocks_of(user_id).filter(blocked_id=other_id).first()


def add_block(user_id: int, other_id: int) -> Block:
    return Block.objects.create(blocker_id=user_id, blocked_id=other_id)


def delete_block(user_id: int, other_id: int) -> None:
    Block.objects.filter(blocker_id=user_id, blocked_id=other_id).delete()


def record_enforced(user_id: int, other_id: int) -> None:
    Block.objects.filter(blocker_id=user_id, blocked_id=other_id).update(is_enforced=True)


def unenforced_blocks(*, before: datetime, limit: int) -> list[tuple[int, int]]:
    """(blocker, blocked) of blocks made before then that Redis may not have."""
    rows = Block.objects.filter(is_enforced=False, created_at__lt=before).order_by("id")
    return list(rows.values_list("blocker_id", "blocked_id")[:limit])


def add_report(*, reporter: int, reported: int, reason: str, details: str) -> Report:
    """With what is known of the pair at this time."""
    return Report.objects.create(
        reporter_id=reporter,
        reported_id=reported,
        reason=reason,
        details=details,
        offer_id=_latest_offer_id(reporter, reported),
        have_met=_have_met(reporter, reported),
    )


def _have_met(one: int, other: int) -> bool:
    return MatchHistory.objects.filter(user1_id=min(one, other), user2_id=max(one, other)).exists()


def _latest_offer_id(one: int, other: int) -> str:
    pair = Q(from_user_id=one, to_user_id=other) | Q(from_user_id=other, to_user_id=one)
    return MatchRequest.objects.filter(pair).order_by("-id").values_list("offer_id", flat=True).first() or ""


def reports_by(user_id: int) -> QuerySet[Report]:
    """Those the user made, in their order, with the users they are about."""
    return Report.objects.filter(reporter_id=user_id).select_related("reported").order_by("id")


def with_open_reports(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Each with `open_reports`: how many users have an open one about the same user."""
    about = Report.objects.filter(reported=OuterRef("reported"), status=Report.Status.OPEN)
    counted = (
        about.order_by().values("reported").annotate(number=Count("reporter", distinct=True)).values("number")
    )
    return reports.annotate(open_reports=Coalesce(Subquery(counted), 0))


def open_reports_by_reported(report_ids: Collection[int]) -> list[tuple[User, list[int]]]:
    """The open ones of these reports, by the reported user, in the order of their ids."""
    by_reported: defaultdict[User, list[int]] = defaultdict(list)
    chosen = Report.objects.filter(id__in=report_ids, status=Report.Status.OPEN)
    for report in chosen.select_related("reported").order_by("reported_id", "id"):
        by_reported[report.reported].append(report.id)
    return list(by_reported.items())


def record_handled(
    report_ids: Collection[int], *, status: Report.Status, staff_id: int, at: datetime, handling: str
) -> int:
    """Of these the open ones; how many."""
    still_open = Report.objects.filter(id__in=report_ids, status=Report.Status.OPEN)
    return still_open.update(status=status, handled_by_id=staff_id, handled_at=at, handling=handling)
