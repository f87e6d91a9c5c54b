"""Use cases of preferences: which genders and ages a user asks for."""

from django.db import transaction

from auth_match.matching.domain import candidate_index
from auth_match.matching.models import MatchSetting
from auth_match.matching.preferences import repository
from auth_match.matching.state import store


def create_setting(*, user_id: int) -> None:
    """In the sign-up's own transaction: every user has one."""
    repository.add_setting(user_id)


def setting_of(*, user_id: int) -> MatchSetting:
    return repository.setting(user_id)


def change_setting(*, user_id: int, changes: dict[str, object]) -> MatchSetting:
    """The queue ticket of a waiting user follows, and keeps its position (apps.py)."""
    with transaction.atomic():
        setting = repository.locked_setting(user_id)
        for name, value in changes.items():
            setattr(setting, name, value)
        setting.save(update_fields=list(changes))
    return setting


def refresh_queue_ticket(*, user_id: int) -> None:
    """Preferences, age or gender changed: the queue's copy follows, one change after the other."""
    with transaction.atomic():
        repository.locked_setting(user_id)
        profile = repository.queue_profile(user_id)
        ticket = candidate_index.queue_ticket(profile.seeker)
        store.run_in_thread("edit", user=str(user_id), name=profile.name, ticket=ticket)


def export_of(*, user_id: int) -> dict[str, object]:
    """As JSON can show it."""
    setting = repository.setting(user_id)
    return {
        "preferred_gender": setting.preferred_gender,
        "age_min": setting.age_min,
        "age_max": setting.age_max,
        "radius_km": setting.radius_km,
    }
