"""What the database knows of a user who joins the queue, in one query: a query costs more than the script."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from auth_match.accounts.errors import InvalidToken
from auth_match.accounts.models import User
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.models import Block, MatchHistory, MatchSetting
from auth_match.runtime import clock

FOREVER = "inf"
BEGINNING_OF_TIME = datetime.min.replace(tzinfo=UTC)

# Only the blocks that the user made: users who blocked this one brought theirs when they joined. So no set in
# Redis is larger than the number of blocks that one user may hold, however many block one user.
_QUERY = f"""
SELECT u.username, u.age, u.gender, s.age_min, s.age_max, s.preferred_gender,
       ARRAY(SELECT blocked_id FROM {Block._meta.db_table} WHERE blocker_id = u.id),
       met.partners, met.moments
FROM {User._meta.db_table} u
JOIN {MatchSetting._meta.db_table} s ON s.user_id = u.id
CROSS JOIN LATERAL (
    SELECT array_agg(partner), array_agg(last_matched_at)
    FROM (
        SELECT user2_id, last_matched_at FROM {MatchHistory._meta.db_table} WHERE user1_id = u.id
        UNION ALL
        SELECT user1_id, last_matched_at FROM {MatchHistory._meta.db_table} WHERE user2_id = u.id
    ) AS of_both (partner, last_matched_at)
    WHERE last_matched_at >= %(since)s
) AS met (partners, moments)
WHERE u.id = %(user_id)s AND u.is_active
"""  # noqa: S608 - names of tables


@dataclass(frozen=True, slots=True)
class JoinContext:
    """Ids and seconds as text, as the script takes them.

    `met`: partner → until when ("inf": forever) the two are not offered to each other (docs/seeds.md, A4).
    """

    name: str
    seeker: Seeker
    met: dict[str, str]
    blocked: list[str]


def join_context_of(user_id: int) -> JoinContext:
    """InvalidToken for an account that was just disabled or deleted: its socket may live a moment longer."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"user_id": user_id, "since": _met_since()})
        row = cursor.fetchone()
    if row is None:
        raise InvalidToken
    name, age, gender, age_min, age_max, preferred_gender, blocked, partners, moments = row
    return JoinContext(
        name=name,
        seeker=Seeker(age, gender, age_min, age_max, preferred_gender),
        met=_until(zip(partners or [], moments or [], strict=True)),
        blocked=[str(other_id) for other_id in blocked],
    )


def _met_since() -> datetime:
    """Users who met before then may be offered to each other again."""
    cooldown = settings.MATCH_REMATCH_COOLDOWN_SECONDS
    return BEGINNING_OF_TIME if cooldown < 0 else clock.now() - timedelta(seconds=cooldown)


def _until(met: Any) -> dict[str, str]:
    cooldown = settings.MATCH_REMATCH_COOLDOWN_SECONDS
    if cooldown < 0:
        return {str(partner): FOREVER for partner, _ in met}
    rest = timedelta(seconds=cooldown)
    return {str(partner): f"{(at + rest).timestamp():.6f}" for partner, at in met}
