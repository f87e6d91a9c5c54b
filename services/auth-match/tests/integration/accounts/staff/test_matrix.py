"""The permissions of the admin: roles of staff × forms and actions × accounts.

The tables are the specification (docs/threat-model.md); the code under test computes nothing in them.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from staff_users import ROLES, TARGETS, of_role, target_of

from auth_match.accounts.models import Session, User
from auth_match.accounts.staff import second_factor
from auth_match.matching.models import Report
from auth_match.matching.safety import reports
from auth_match.runtime import clock

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"
REPORTS = "/admin/matching/report/"
GROUPS = "/admin/auth/group/"
PASSWORD, NEW_PASSWORD = "correct horse battery", "quite another battery"

# One character per target: self, plain, plain_off, peer, more, more_off, superuser, superuser_off (`_off` is
# inactive); y done, - refused. "-" also where nothing changes: deactivate the inactive, reactivate the
# active. "peer" and "more" of a superuser are superusers. Sanctions of reports never apply to staff.
TABLE = """
action               superuser changer  adder    deactivator viewer   granter  reporter bare     plain
edit                 yyyyyyyy  yyyy---- yyyy---- yyyy----    -------- -------- -------- -------- --------
grant                -yyyyyyy  -------- -------- --------    -------- -------- -------- -------- --------
become_active        --------  -------- -------- --------    -------- -------- -------- -------- --------
set_password         -yyyyyyy  -yyy---- -yyy---- -yyy----    -------- -------- -------- -------- --------
unset_password       -yyyyyyy  -yyy---- -yyy---- -yyy----    -------- -------- -------- -------- --------
deactivate           -y-yy-y-  -------- -------- -y-y----    -------- -------- -------- -------- --------
reactivate           --y--y-y  -------- -------- --y-----    -------- -------- -------- -------- --------
remove_second_factor -yyyyyyy  -------- -------- --------    -------- -------- -------- -------- --------
view                 yyyyyyyy  yyyyyyyy yyyyyyyy yyyyyyyy    yyyyyyyy -------- -------- -------- --------
history              yyyyyyyy  yyyyyyyy yyyyyyyy yyyyyyyy    yyyyyyyy -------- -------- -------- --------
see_flags            yyyyyyyy  -------- -------- --------    -------- -------- -------- -------- --------
see_hash             --------  -------- -------- --------    -------- -------- -------- -------- --------
delete               --------  -------- -------- --------    -------- -------- -------- -------- --------
ban                  -yy-----  -------- -------- --------    -------- -------- -yy----- -------- --------
suspend              -yy-----  -------- -------- --------    -------- -------- -yy----- -------- --------
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
EXPECTED = {action: dict(zip(ROWS[0][1:], cells, strict=True)) for action, *cells in ROWS[1:]}
# Without a target.
EXPECTED_ALONE = {
    "add_user": {"superuser", "adder"},
    "add_user_with_rights": set(),
    "add_group": {"superuser"},
    "change_group": {"superuser"},
    "see_sessions": {"superuser"},
    "filter_by_flags": {"superuser"},
    "enter": {"superuser", "changer", "adder", "deactivator", "viewer", "granter", "reporter", "bare"},
}

Do = Callable[[Client, User], bool]


def changed(target: User) -> User:
    return User.objects.get(pk=target.pk)


def edit(client: Client, target: User) -> bool:
    form = {"username": f"{target.username}_2", "age": "77", "gender": "male"}
    client.post(f"{USERS}{target.pk}/change/", form)
    return changed(target).age == 77


def grant(client: Client, target: User) -> bool:
    """Posts these fields whether the form shows them or not."""
    before = rights(target)
    form = {
        "username": target.username,
        "age": "30",
        "gender": "female",
        "is_staff": "" if target.is_staff else "on",
        "is_superuser": "" if target.is_superuser else "on",
        "groups": [Group.objects.get_or_create(name="granted")[0].pk],
        "user_permissions": [Permission.objects.get(codename="delete_report").pk],
    }
    client.post(f"{USERS}{target.pk}/change/", {name: value for name, value in form.items() if value})
    after = rights(changed(target))
    assert before == after or all(one != other for one, other in zip(before, after, strict=True))
    return before != after


def rights(user: User) -> tuple[object, ...]:
    return (
        user.is_staff,
        user.is_superuser,
        set(user.groups.values_list("name", flat=True)),
        set(user.user_permissions.values_list("codename", flat=True)),
    )


def become_active(client: Client, target: User) -> bool:
    """Posts the opposite of `is_active` to the form."""
    form = {"username": target.username, "age": "30", "gender": "female"}
    client.post(f"{USERS}{target.pk}/change/", form if target.is_active else {**form, "is_active": "on"})
    return changed(target).is_active != target.is_active


def set_password(client: Client, target: User) -> bool:
    form = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(f"{USERS}{target.pk}/password/", {**form, "set-password": "1"})
    return changed(target).password != target.password


def unset_password(client: Client, target: User) -> bool:
    client.post(f"{USERS}{target.pk}/password/", {"usable_password": "false", "unset-password": "1"})
    return changed(target).password != target.password


def act(client: Client, action: str, target: User) -> None:
    client.post(USERS, {"action": action, "_selected_action": [target.pk]})


def deactivate(client: Client, target: User) -> bool:
    act(client, "deactivate", target)
    return target.is_active and not changed(target).is_active


def reactivate(client: Client, target: User) -> bool:
    act(client, "reactivate", target)
    return not target.is_active and changed(target).is_active


def remove_second_factor(client: Client, target: User) -> bool:
    """Under policy "off", so that the actor's own device does not refuse them."""
    second_factor.enrol_at_terminal(user_id=target.pk)
    client.force_login(User.objects.get(username="actor"))  # enrolment has ended the actor's session
    act(client, "remove_second_factor", target)
    return not second_factor.is_enrolled(target)


def view(client: Client, target: User) -> bool:
    return client.get(f"{USERS}{target.pk}/change/").status_code == 200


def history(client: Client, target: User) -> bool:
    return client.get(f"{USERS}{target.pk}/history/").status_code == 200


def pages(client: Client, target: User) -> str:
    paths = (f"{USERS}{target.pk}/change/", USERS, f"{USERS}{target.pk}/password/")
    return "".join(client.get(path).content.decode() for path in paths)


def see_flags(client: Client, target: User) -> bool:
    text = pages(client, target).lower()
    return any(word in text for word in ("superuser status", "is_superuser", "user permissions"))


def see_hash(client: Client, target: User) -> bool:
    salt, digest = target.password.split("$")[-2:]
    text = pages(client, target)
    return any(part in text for part in ("argon2", salt[:6], digest[:6]))


def delete(client: Client, target: User) -> bool:
    client.post(f"{USERS}{target.pk}/delete/", {"post": "yes"})
    client.post(USERS, {"action": "delete_selected", "_selected_action": [target.pk], "post": "yes"})
    return not User.objects.filter(pk=target.pk).exists()


def sanction(client: Client, action: str, target: User) -> bool:
    reporter, _ = User.objects.get_or_create(username="who_reports", age=30, gender="male")
    content = {"reason": "hate", "details": "", "with_block": False}
    report = reports.report(user_id=reporter.pk, other_id=target.pk, **content).report
    client.post(REPORTS, {"action": action, "_selected_action": [report.pk]})
    is_handled = Report.objects.get(pk=report.pk).status == "actioned"
    assert is_handled or changed(target).is_active == target.is_active
    return is_handled


def ban(client: Client, target: User) -> bool:
    return sanction(client, "ban", target)


def suspend(client: Client, target: User) -> bool:
    return sanction(client, "suspend", target)


ACTIONS: dict[str, Do] = {
    do.__name__: do
    for do in (
        *(edit, grant, become_active, set_password, unset_password, deactivate, reactivate),
        *(remove_second_factor, view, history, see_flags, see_hash, delete, ban, suspend),
    )
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", EXPECTED)
def test_action_of_a_role_on_an_account(
    client: Client, make_user: Callable[..., User], settings: Any, role: str, action: str
) -> None:
    settings.STAFF_SECOND_FACTOR = second_factor.rule.Policy.OFF
    actor = of_role(make_user, role, "actor")
    client.force_login(actor)
    done = {}
    for kind in reversed(TARGETS):  # the actor last: it may log them out
        done[kind] = ACTIONS[action](client, target_of(make_user, kind, actor, role))
    outcome = "".join("y" if done[kind] else "-" for kind in TARGETS)
    assert outcome == EXPECTED[action][role], TARGETS


def alone(client: Client, action: str, alice: User) -> bool:
    match action:
        case "add_user" | "add_user_with_rights":
            form = {"username": "Dora", "age": "28", "gender": "female", "usable_password": "true"}
            form |= {
                "password1": NEW_PASSWORD,
                "password2": NEW_PASSWORD,
                "is_staff": "on",
                "is_superuser": "on",
            }
            client.post(f"{USERS}add/", form)
            dora = User.objects.filter(username_key="dora").first()
            has_rights = dora is not None and (dora.is_staff or dora.is_superuser)
            return has_rights if action == "add_user_with_rights" else dora is not None
        case "add_group":
            client.post(f"{GROUPS}add/", {"name": "new"})
            return Group.objects.filter(name="new").exists()
        case "change_group":
            group = Group.objects.create(name="old")
            permission = Permission.objects.get(codename="change_user")
            client.post(f"{GROUPS}{group.pk}/change/", {"name": "old", "permissions": [permission.pk]})
            return group.permissions.exists()
        case "see_sessions":
            now = clock.now()
            times = dict.fromkeys(
                ("created_at", "last_used_at", "idle_expires_at", "absolute_expires_at"), now
            )
            sid = Session.objects.create(user=alice, refresh_jti_hash="f" * 64, **times).sid
            page = client.get(f"/admin/accounts/session/{sid}/change/")
            assert b"ffffff" not in page.content
            return page.status_code == 200
        case "filter_by_flags":
            lookups = ("is_superuser__exact=1", "is_staff=1", "user_permissions=1", "groups__isnull=False")
            answers = {client.get(f"{USERS}?{lookup}").status_code for lookup in lookups}
            assert len(answers) == 1
            return answers == {200}
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", EXPECTED_ALONE)
def test_action_of_a_role_without_an_account(
    client: Client, make_user: Callable[..., User], alice: User, role: str, action: str
) -> None:
    client.force_login(of_role(make_user, role, "actor"))
    assert alone(client, action, alice) is (role in EXPECTED_ALONE[action])
