"""Rows that nobody needs any more go: offers, and entries of users who stand in no queue.

The history of meetings stays: the rule of whom not to offer again reads it (design 1, A4).
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction

from auth_match.matching import repository
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

BATCH = 500  # rows a transaction: the trail waits for it


async def forget_old_rows() -> bool:
    """Deletes one batch of each kind. True when to come again soon: for more, or the trail was busy."""
    return await in_database_thread(_forget_batch)


def _forget_batch() -> bool:
    """Under the trail's lock: one process at a time, and no row is written while it is being forgotten."""
    before = clock.now() - timedelta(days=settings.MATCH_RETENTION_DAYS)
    with repository.trail_lock() as is_ours, transaction.atomic():
        if not is_ours:
            return True
        offers = repository.forget_offers(before=before, limit=BATCH)
        entries = repository.forget_entries(before=before, limit=BATCH)
    if offers or entries:
        log.info("old_rows_forgotten", offers=offers, entries=entries)
    return BATCH in (offers, entries)
