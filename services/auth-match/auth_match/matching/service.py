"""Use cases of the HTTP API: wishes, status, history. What happens at the socket is in transitions.py."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from auth_match.matching import repository, store, waiting
from auth_match.matching.domain import index
from auth_match.matching.models import MatchHistory, MatchSetting
from auth_match.matching.safety import repository as safety

HISTORY_LENGTH = 100


def create_setting(*, user_id: int) -> None:
    """In the sign-up's own transaction: no user is without."""
    repository.add_setting(user_id)


def setting_of(*, user_id: int) -> MatchSetting:
    return repository.setting(user_id)


def change_setting(*, user_id: int, changes: dict[str, Any]) -> MatchSetting:
    """A waiting user's ticket follows, and keeps its place (apps.py)."""
    with transaction.atomic():
        setting = repository.locked_setting(user_id)
        for name, value in changes.items():
            setattr(setting, name, value)
        setting.save(update_fields=list(changes))
    return setting


def refresh_ticket(*, user_id: int) -> None:
    """Wishes, age or gender changed: what the queue knows of the user follows, one change after the other."""
    with transaction.atomic():
        repository.locked_setting(user_id)
        wisher = repository.wisher(user_id)
        ticket = index.ticket(wisher.seeker)
        store.run_in_thread("edit", user=str(user_id), name=wisher.name, ticket=ticket)


def status_of(*, user_id: int) -> dict[str, Any]:
    """The scripts' snapshot and what the crowd is like; messages.state renders it."""
    state = store.run_in_thread("snapshot", user=str(user_id)).state
    return waiting.described_in_thread(state, user_id=user_id)


def history_of(*, user_id: int) -> QuerySet[MatchHistory]:
    """The latest hundred pairs."""
    return repository.history_of(user_id)[:HISTORY_LENGTH]


def export_of(*, user_id: int) -> dict[str, Any]:
    """Everything that matching keeps of a user, as JSON can show it; not what others said of the user."""
    setting = repository.setting(user_id)
    return {
        "wishes": {
            "preferred_gender": setting.preferred_gender,
            "age_min": setting.age_min,
            "age_max": setting.age_max,
            "radius_km": setting.radius_km,
        },
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
