"""How accounts are kept in PostgreSQL. Decides nothing, commits nothing."""

import uuid
from collections.abc import Collection

from auth_match.accounts.models import Session, User


def session_with_user(sid: uuid.UUID, user_id: int) -> Session | None:
    """One query for a session and its user."""
    return Session.objects.select_related("user").filter(sid=sid, user_id=user_id).first()


def locked_session_with_user(sid: uuid.UUID, user_id: int) -> Session | None:
    """The same, and nobody else can take or change the session before this transaction ends."""
    sessions = Session.objects.select_for_update(of=("self",)).select_related("user")
    return sessions.filter(sid=sid, user_id=user_id).first()


def names_of(user_ids: Collection[int]) -> list[tuple[int, str]]:
    """`(id, username)` of those that there are, by id."""
    return list(User.objects.filter(id__in=user_ids).order_by("id").values_list("id", "username"))
