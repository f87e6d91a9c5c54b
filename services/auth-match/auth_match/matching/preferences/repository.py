"""Preferences in PostgreSQL. The use cases open transactions."""

from dataclasses import dataclass

from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.models import MatchSetting


@dataclass(frozen=True, slots=True)
class QueueProfile:
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


def queue_profile(user_id: int) -> QueueProfile:
    """One query for the user and their preferences. MatchSetting.DoesNotExist when the user is gone."""
    row = setting(user_id)
    seeker = Seeker(
        age=row.user.age,
        gender=row.user.gender,
        age_min=row.age_min,
        age_max=row.age_max,
        preferred_gender=row.preferred_gender,
    )
    return QueueProfile(name=row.user.username, seeker=seeker)
