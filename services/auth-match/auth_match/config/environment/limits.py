"""How often one user or one address may try."""

from pydantic import BaseModel, Field

from auth_match.accounts.domain.limits import allowance
from auth_match.config.environment.fields import Limit


class LimitSettings(BaseModel):
    """Limits of accounts."""

    limit_login_per_user_and_ip: Limit = Field(
        allowance("10/900"),
        alias="AUTH_MATCH_LIMIT_LOGIN_PER_USER_AND_IP",
        description="Logins of one name from one address (an IPv6 client is its /64). As for every limit "
        "here, each try past the free ones waits 1, 2, 4 … 60 seconds (429 with Retry-After)."
        " A login that succeeds clears it.",
    )
    limit_login_per_ip: Limit = Field(
        allowance("300/60"),
        alias="AUTH_MATCH_LIMIT_LOGIN_PER_IP",
        description="Logins from one address.",
    )
    limit_login_per_user_elsewhere: Limit = Field(
        allowance("20/900/10"),
        alias="AUTH_MATCH_LIMIT_LOGIN_PER_USER_ELSEWHERE",
        description="Logins of one name from all addresses together where the account has not logged in "
        "before: past the free tries they share one in so many seconds (the third number).",
    )
    limit_sign_up_per_ip: Limit = Field(
        allowance("300/60"), alias="AUTH_MATCH_LIMIT_SIGN_UP_PER_IP", description="Sign-ups from one address."
    )
    limit_refresh_per_user: Limit = Field(
        allowance("300/60"),
        alias="AUTH_MATCH_LIMIT_REFRESH_PER_USER",
        description="Refreshes of one user's tokens.",
    )
    limit_refresh_per_ip: Limit = Field(
        allowance("3000/60"),
        alias="AUTH_MATCH_LIMIT_REFRESH_PER_IP",
        description="Refreshes of tokens from one address.",
    )
    limit_confirmation_per_user: Limit = Field(
        allowance("10/900"),
        alias="AUTH_MATCH_LIMIT_CONFIRMATION_PER_USER",
        description="Passwords of one user given to change the password or to delete the account.",
    )
    limit_confirmation_per_ip: Limit = Field(
        allowance("300/60"),
        alias="AUTH_MATCH_LIMIT_CONFIRMATION_PER_IP",
        description="The same from one address.",
    )
    limit_ws_ticket_per_user: Limit = Field(
        allowance("120/60"),
        alias="AUTH_MATCH_LIMIT_WS_TICKET_PER_USER",
        description="Tickets for sockets of one user.",
    )
    limit_ws_ticket_per_ip: Limit = Field(
        allowance("3000/60"),
        alias="AUTH_MATCH_LIMIT_WS_TICKET_PER_IP",
        description="Tickets for sockets from one address.",
    )
    limit_flood_per_user: Limit = Field(
        allowance("1/60"),
        alias="AUTH_MATCH_LIMIT_FLOOD_PER_USER",
        description="Sockets of one user that were closed for a flood (4429); no new one opens during the"
        " wait.",
    )
    limit_names_per_ip: Limit = Field(
        allowance("600/60"),
        alias="AUTH_MATCH_LIMIT_NAMES_PER_IP",
        description="Requests for names of users from one address (/api/users/, up to 100 names each), "
        "which need no account.",
    )
