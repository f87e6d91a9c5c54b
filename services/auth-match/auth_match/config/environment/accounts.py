"""The settings of accounts, sessions and sockets."""

from typing import Annotated

from pydantic import BaseModel, Field

from auth_match.accounts.domain.second_factor import Policy
from auth_match.config.environment.fields import Days, Seconds, Words, unit


class AccountSettings(BaseModel):
    """Accounts."""

    key_lead: Seconds = Field(
        120,
        alias="AUTH_MATCH_KEY_LEAD_SECONDS",
        description="How long a new signing key is published before it signs: longer than the 60 seconds "
        "for which published keys are cached.",
    )
    socket_frames_per_second: int = Field(
        20,
        alias="AUTH_MATCH_SOCKET_FRAMES_PER_SECOND",
        ge=1,
        description="Frames of any kind that one socket may send a second in the long run; more close it "
        "(4429).",
    )
    socket_frames_at_once: int = Field(
        120,
        alias="AUTH_MATCH_SOCKET_FRAMES_AT_ONCE",
        ge=1,
        description="Frames that one socket may send at once: a browser's ICE candidates come in a burst.",
    )
    sockets_per_user: int = Field(
        10,
        alias="AUTH_MATCH_SOCKETS_PER_USER",
        ge=2,
        description="Sockets that one user may hold, over all processes; one more is refused (4429).",
    )
    sessions_per_user: int = Field(
        20,
        alias="AUTH_MATCH_SESSIONS_PER_USER",
        ge=1,
        description="Sessions (logins) that one user may hold; with one more the longest unused ends.",
    )
    session_retention: Annotated[int, unit("days")] = Field(
        30,
        alias="AUTH_MATCH_SESSION_RETENTION_DAYS",
        ge=8,  # never before their last refresh token (7 days) is dead
        description="How long sessions are kept after they ended or expired.",
    )
    account_event_retention: Days = Field(
        90,
        alias="AUTH_MATCH_ACCOUNT_EVENT_RETENTION_DAYS",
        description="How long events of accounts are kept, but for the last state of each user.",
    )
    known_address_retention: Days = Field(
        180,
        alias="AUTH_MATCH_KNOWN_ADDRESS_RETENTION_DAYS",
        description="How long addresses of logins are kept (as digests) without another login.",
    )
    admin_log_retention: Days = Field(
        730, alias="AUTH_MATCH_ADMIN_LOG_RETENTION_DAYS", description="How long the log of the admin is kept."
    )
    staff_second_factor: Policy = Field(
        Policy.ENROLLED,
        alias="AUTH_MATCH_STAFF_SECOND_FACTOR",
        description="Second factor of staff in /admin/: off, enrolled (a user who has set one up must use"
        " it) or required (staff without one reach only the page that sets one up).",
    )
    allowed_hosts: Words = Field(
        ("*",),
        alias="AUTH_MATCH_ALLOWED_HOSTS",
        description="Host headers that are answered; only the gateway reaches the service.",
    )
