"""The settings of matching."""

from typing import Annotated

from pydantic import BaseModel, Field

from auth_match.accounts.domain.limits import allowance
from auth_match.config.environment.fields import Days, Limit, Seconds, unit


class MatchingSettings(BaseModel):
    """Matching."""

    match_grace: Seconds = Field(
        10,
        alias="MATCH_GRACE_SECONDS",
        description="How long a broken connection keeps its place in the queue; 0 = not at all.",
    )
    match_offer: Annotated[int, unit("seconds")] = Field(
        30,
        alias="MATCH_OFFER_SECONDS",
        ge=1,
        le=299,  # below the 300 s for which an offer's data are stored
        description="How long an offer waits for both answers.",
    )
    match_rematch_cooldown: Annotated[int, unit("seconds")] = Field(
        86_400,
        alias="MATCH_REMATCH_COOLDOWN_SECONDS",
        ge=-1,
        le=2**31 - 1,
        description="How long two who met are not offered to each other again; 0 = off, -1 = for ever.",
    )
    match_reject_cooldown: Seconds = Field(
        600, alias="MATCH_REJECT_COOLDOWN_SECONDS", description="The same after a rejection or silence."
    )
    match_retention: Days = Field(
        90,
        alias="MATCH_RETENTION_DAYS",
        description="How long rows of offers, and of users who are in no queue any more, are kept. "
        "The history of meetings stays.",
    )
    limit_join_per_user: Limit = Field(
        allowance("30/60"),
        alias="MATCH_LIMIT_JOIN",
        description="How often one user may join the queue, on any socket; then as the limits of accounts.",
    )
    limit_report_per_user: Limit = Field(
        allowance("20/86400"), alias="MATCH_LIMIT_REPORT", description="How many reports one user may file."
    )
    match_suspension: Annotated[int, unit("days")] = Field(
        7, alias="MATCH_SUSPENSION_DAYS", ge=1, le=3650, description='How long the staff\'s "Suspend" lasts.'
    )
    match_max_blocks: int = Field(
        1000,
        alias="MATCH_MAX_BLOCKS",
        ge=1,
        le=5000,
        description="How many blocks one user may hold; each join takes them along.",
    )
    match_redis_key_prefix: str = Field(
        "",
        alias="MATCH_REDIS_KEY_PREFIX",
        description="Put before every Redis key of matching; a {hash tag} keeps a pool on one cluster slot.",
    )
