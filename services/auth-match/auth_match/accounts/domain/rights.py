"""Which accounts an actor may administer (decision 0036)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights granted to an account and its groups, even while it is inactive: a reactivation restores
    them. `permissions` are Django's names: `accounts.change_user`."""

    is_superuser: bool
    permissions: frozenset[str]


def may_administer(actor: Rights, target: Rights) -> bool:
    """Whether the actor may edit, deactivate or reactivate the target, or set its password. So no actor can
    take over or lock out an account with more rights."""
    if actor.is_superuser:
        return True
    return not target.is_superuser and target.permissions <= actor.permissions
