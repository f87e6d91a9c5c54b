"""Who may administer whom (decision 0036)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rights:
    """What an account was granted, by itself and by its groups, whether it is active or not: a deactivated
    account that comes back has all of it again. `permissions` are Django's names: `accounts.change_user`."""

    is_superuser: bool
    permissions: frozenset[str]


def may_administer(actor: Rights, target: Rights) -> bool:
    """Whether the actor may edit, deactivate or reactivate the target, or set its password. So no one
    takes over, or shuts out, an account that can do more than they can."""
    if actor.is_superuser:
        return True
    return not target.is_superuser and target.permissions <= actor.permissions
