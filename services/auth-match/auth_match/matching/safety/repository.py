"""Rows of blocks in PostgreSQL. The use cases open the transactions."""

from datetime import datetime

from django.db.models import QuerySet

from auth_match.matching.models import Block


def blocks_of(user_id: int) -> QuerySet[Block]:
    """Those the user made, the latest first, with the users they are about."""
    return Block.objects.filter(blocker_id=user_id).select_related("blocked").order_by("-created_at", "-id")


def blocked_ids(user_id: int) -> list[int]:
    """Whom the user has blocked; not who blocked the user."""
    return list(Block.objects.filter(blocker_id=user_id).values_list("blocked_id", flat=True))


def waiting_ids_kept_apart_from(user_id: int) -> set[int]:
    """Whom the user has blocked, and of those who have blocked the user all who wait (as of the trail)."""
    by_others = Block.objects.filter(blocked_id=user_id, blocker__match_queue__is_active=True)
    return {*blocked_ids(user_id), *by_others.values_list("blocker_id", flat=True)}


def block_of(user_id: int, other_id: int) -> Block | None:
    return blocks_of(user_id).filter(blocked_id=other_id).first()


def add_block(user_id: int, other_id: int) -> Block:
    return Block.objects.create(blocker_id=user_id, blocked_id=other_id)


def delete_block(user_id: int, other_id: int) -> None:
    Block.objects.filter(blocker_id=user_id, blocked_id=other_id).delete()


def record_enforced(user_id: int, other_id: int) -> None:
    Block.objects.filter(blocker_id=user_id, blocked_id=other_id).update(is_enforced=True)


def unenforced_blocks(*, before: datetime, limit: int) -> list[tuple[int, int]]:
    """(who blocks, whom) of blocks made before then that Redis may not know of."""
    rows = Block.objects.filter(is_enforced=False, created_at__lt=before).order_by("id")
    return list(rows.values_list("blocker_id", "blocked_id")[:limit])
