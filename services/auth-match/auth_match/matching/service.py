"""Use cases of status, history and export. What happens on the match socket is in queue/actions.py."""

from django.db.models import QuerySet

from auth_match.matching.domain.history_cursor import HistoryCursor
from auth_match.matching.history import repository
from auth_match.matching.models import MatchHistory
from auth_match.matching.preferences import service as preferences
from auth_match.matching.safety import repository as safety
from auth_match.matching.state import store
from auth_match.matching.state.snapshot import Snapshot
from auth_match.matching.stats import wait_estimate

HISTORY_LENGTH = 100


def status_of(*, user_id: int) -> Snapshot:
    state = store.run_in_thread("snapshot", user=str(user_id)).state
    return wait_estimate.with_wait_estimate_in_thread(state, user_id=user_id)


def history_of(*, user_id: int) -> QuerySet[MatchHistory]:
    """The latest hundred pairs."""
    return repository.history_of(user_id)[:HISTORY_LENGTH]


def history_page(
    *, user_id: int, after: HistoryCursor | None, size: int
) -> tuple[list[MatchHistory], HistoryCursor | None]:
    """The next pairs in the same order, and the position for those after them, None at the end."""
    found = list(repository.history_of(user_id, after=after)[: size + 1])
    rows = found[:size]
    return rows, HistoryCursor(rows[-1].last_matched_at, rows[-1].id) if len(found) > size else None


def export_of(*, user_id: int) -> dict[str, object]:
    """Everything that matching keeps of a user, as JSON can show it; not what others reported of the user."""
    return {
        "preferences": preferences.export_of(user_id=user_id),
        "met": [
            {
                "partner": row.user2.username if row.user1_id == user_id else row.user1.username,
                "first_at": row.matched_at.isoformat(),
                "last_at": row.last_matched_at.isoformat(),
                "times": row.times_met,
            }
            for row in repository.history_of(user_id)
        ],
        "offers": [
            {
                "at": offer.created_at.isoformat(),
                "status": offer.status,
                "made_by_me": offer.from_user_id == user_id,
            }
            for offer in repository.offers_of(user_id)
        ],
        "blocks": [
            {"user": row.blocked.username, "at": row.created_at.isoformat()}
            for row in safety.blocks_of(user_id)
        ],
        "reports": [
            {
                "at": row.created_at.isoformat(),
                "user": row.reported.username,
                "reason": row.reason,
                "details": row.details,
            }
            for row in safety.reports_by(user_id)
        ],
    }
