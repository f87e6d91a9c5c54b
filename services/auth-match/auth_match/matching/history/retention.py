"""Deletes rows past their retention: offers, and entries of users who are not queued.

The history of meetings stays: the re-match cool-down reads it (docs/seeds.md, A4).
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction

from auth_match.matching.history import repository
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

BATCH = 500  # rows per transaction: the recorder waits for it


async def delete_old_rows(*, batch: int = BATCH) -> bool:
    """Deletes one batch of each kind. True when to come again soon: for more, or the trail was busy."""
    return await in_database_thread(_delete_batch, batch)


def _delete_batch(batch: int) -> bool:
    """Under the trail's lock: one process at a time, and no row is written while it is being deleted."""
    before = clock.now() - timedelta(days=settings.MATCH_RETENTION_DAYS)
    with repository.trail_lock() as is_ours, transaction.atomic():
        if not is_ours:
            return True
        offers = repository.delete_old_offers(before=before, limit=batch)
        entries = repository.delete_old_entries(before=before, limit=batch)
    if offers or entries:
        log.info("old_rows_deleted", offers=offers, entries=entries)
    return batch in (offers, entries)
