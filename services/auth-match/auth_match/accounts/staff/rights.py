"""Applies the rule of administration to rows. Forms, actions of the admin and reports use it."""

from auth_match.accounts import repository
from auth_match.accounts.domain import rights
from auth_match.accounts.errors import UnknownUser
from auth_match.accounts.models import User
from auth_match.accounts.staff.repository import rights_of


def may_administer(actor: User, target: User) -> bool:
    """False for a target that has rights which the actor lacks."""
    # saves two queries; the rule gives the same result
    return actor.is_superuser or rights.may_administer(rights_of(actor), rights_of(target))


def locked_if_administrable(*, actor_id: int, user_id: int) -> User | None:
    """The user, locked for this transaction, or None if they have rights that the actor lacks.

    Reads both again: a page of the admin may be old. Raises: UnknownUser.
    """
    actor, target = repository.user(actor_id), repository.locked_user(user_id)
    if actor is None or target is None:
        raise UnknownUser
    return target if may_administer(actor, target) else None
