"""Staff of every role, and the accounts that they act on."""

from collections.abc import Callable

from django.contrib.auth.models import Group, Permission

from auth_match.accounts.models import User

MakeUser = Callable[..., User]

ROLES = {
    "superuser": (),
    "changer": ("change_user",),
    "adder": ("change_user", "add_user"),
    "deactivator": ("change_user", "deactivate_user"),
    "viewer": ("view_user",),
    "granter": ("view_group", "add_group", "change_group", "delete_group", "change_permission"),
    "reporter": ("view_report", "change_report"),
    "bare": (),
    "plain": (),
}
TARGETS = ("self", "plain", "plain_off", "peer", "more", "more_off", "superuser", "superuser_off")
# The additional permission of "more", through a group.
ONE_MORE = "view_session"


def of_role(make_user: MakeUser, role: str, username: str) -> User:
    user = make_user(username, is_staff=role != "plain", is_superuser=role == "superuser")
    user.user_permissions.set(Permission.objects.filter(codename__in=ROLES[role]))
    return user


def target_of(make_user: MakeUser, kind: str, actor: User, role: str) -> User:
    """The account is named by its kind. Inactive accounts keep all their rights."""
    if kind == "self":
        return actor
    is_active = not kind.endswith("_off")
    match kind.removesuffix("_off"):
        case "plain":
            return make_user(kind, is_active=is_active)
        case "peer":
            return of_role(make_user, role, kind)
        case "more":
            user = of_role(make_user, role, kind)
            group = Group.objects.get_or_create(name="more rights")[0]
            group.permissions.set(Permission.objects.filter(codename=ONE_MORE))
            user.groups.add(group)
        case "superuser":
            user = make_user(kind, is_staff=True, is_superuser=True)
        case _:
            raise AssertionError(kind)
    User.objects.filter(pk=user.pk).update(is_active=is_active)
    user.refresh_from_db()
    return user
