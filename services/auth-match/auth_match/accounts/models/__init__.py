"""The tables of accounts: users, their sessions, the feed of account events."""

from auth_match.accounts.models.account_event import AccountEvent, AccountEventManager, AccountEventRetention
from auth_match.accounts.models.session import KnownAddress, Session
from auth_match.accounts.models.user import (
    Gender,
    User,
    UserManager,
    validate_new_username,
    validate_username,
)

__all__ = [
    "AccountEvent",
    "AccountEventManager",
    "AccountEventRetention",
    "Gender",
    "KnownAddress",
    "Session",
    "User",
    "UserManager",
    "validate_new_username",
    "validate_username",
]
