"""The staff's queue of reports in the admin, and what its actions do to accounts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from auth_match.accounts import lifecycle
from auth_match.accounts.models import AccountEvent, User
from auth_match.matching.models import Report
from auth_match.matching.safety import reports
from auth_match.runtime import clock

URL = "/admin/matching/report/"
pytestmark = pytest.mark.django_db
File = Callable[..., Report]


@pytest.fixture
def file() -> File:
    def file(reporter: User, reported: User) -> Report:
        fields = {"reason": "hate", "details": "", "with_block": False}
        return reports.report(user_id=reporter.id, other_id=reported.id, **fields).report

    return file


@pytest.fixture
def moderator(make_user: Callable[..., User]) -> User:
    """Staff who may change reports, and nothing else."""
    user = make_user("moderator", is_staff=True)
    may = ("view_report", "change_report")
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    return user


@pytest.fixture
def staff(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def act(staff: Client, action: str, *chosen: Report) -> bytes:
    data = {"action": action, "_selected_action": [report.id for report in chosen]}
    page = staff.post(URL, data, follow=True)
    assert page.status_code == 200
    return bytes(page.content)


def test_open_reports_come_first_the_oldest_on_top(
    staff: Client, file: File, alice: User, bob: User, charlie: User
) -> None:
    filed = [file(alice, bob), file(charlie, bob), file(alice, charlie)]
    act(staff, "dismiss", filed[0])
    page = staff.get(URL).content.decode()
    assert [int(number) for number in re.findall(r'name="_selected_action" value="(\d+)"', page)] == [
        filed[1].id,
        filed[2].id,
        filed[0].id,
    ]
    open_against = [int(number) for number in re.findall(r'class="field-open_reports">(\d+)<', page)]
    assert open_against == [1, 1, 1]  # of two about bob one is dismissed
    file(alice, bob)
    file(alice, bob)  # the same person again: one who complains, not two
    page = staff.get(URL).content.decode()
    assert re.findall(r'class="field-open_reports">(\d+)<', page) == ["2", "1", "2", "2", "2"]


def test_suspension_disables_the_account_with_an_end_and_handles_the_reports(
    staff: Client, moderator: User, file: File, alice: User, bob: User, charlie: User
) -> None:
    chosen, other = [file(alice, bob), file(charlie, bob)], file(charlie, bob)
    assert b"Reports handled: 2." in act(staff, "suspend", *chosen)
    bob.refresh_from_db()
    assert not bob.is_active
    assert bob.suspended_until is not None
    assert timedelta(days=6.9) < bob.suspended_until - clock.now() < timedelta(days=7)
    assert AccountEvent.objects.get().kind == "user_disabled"
    for report in chosen:
        report.refresh_from_db()
        assert (report.status, report.handled_by) == ("actioned", moderator)
        assert report.handling.startswith("suspended until ")
    other.refresh_from_db()
    assert other.status == "open"


def test_ban_has_no_end(staff: Client, file: File, alice: User, bob: User, charlie: User) -> None:
    act(staff, "ban", file(alice, bob), file(bob, charlie))
    for user in (bob, charlie):
        user.refresh_from_db()
        assert (user.is_active, user.suspended_until) == (False, None)
    assert set(Report.objects.values_list("status", "handling")) == {("actioned", "banned")}


def test_dismissal_leaves_the_account_alone(staff: Client, file: File, alice: User, bob: User) -> None:
    report = file(alice, bob)
    act(staff, "dismiss", report)
    bob.refresh_from_db()
    report.refresh_from_db()
    assert (bob.is_active, report.status, report.handling) == (True, "dismissed", "dismissed")


def test_handled_report_is_not_handled_again(staff: Client, file: File, alice: User, bob: User) -> None:
    report = file(alice, bob)
    act(staff, "dismiss", report)
    assert b"Reports handled: 0." in act(staff, "ban", report)
    bob.refresh_from_db()
    assert bob.is_active


def test_report_does_not_shut_out_staff(staff: Client, moderator: User, file: File, alice: User) -> None:
    report = file(alice, moderator)
    page = act(staff, "ban", report)
    assert b"Staff is deactivated in the list of users: moderator." in page
    moderator.refresh_from_db()
    report.refresh_from_db()
    assert (moderator.is_active, report.status) == (True, "open")


def test_account_and_report_change_together(
    moderator: User, file: File, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = file(alice, bob)

    def fail(*_: object, **__: object) -> int:
        raise RuntimeError("the row could not be written")

    monkeypatch.setattr(reports.repository, "record_handled", fail)
    with pytest.raises(RuntimeError):
        reports.ban(report_ids=[report.id], staff_id=moderator.id)
    bob.refresh_from_db()
    assert bob.is_active
    assert not AccountEvent.objects.exists()


@pytest.mark.parametrize("codenames", [[], ["view_report"]])
def test_who_may_not_change_reports_does_nothing(
    client: Client, make_user: Callable[..., User], file: File, alice: User, bob: User, codenames: list[str]
) -> None:
    reader = make_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(reader)
    report = file(alice, bob)
    client.post(URL, {"action": "ban", "_selected_action": [report.id]})
    bob.refresh_from_db()
    assert bob.is_active
    assert client.get(URL).status_code == (200 if codenames else 403)


def test_nothing_of_a_report_can_be_edited(staff: Client, file: File, alice: User, bob: User) -> None:
    report = file(alice, bob)
    assert staff.get(f"{URL}{report.id}/change/").status_code == 200
    staff.post(f"{URL}{report.id}/change/", {"reason": "spam", "status": "dismissed", "details": "changed"})
    report.refresh_from_db()
    assert (report.reason, report.status, report.details) == ("hate", "open", "")
    assert staff.post(f"{URL}{report.id}/delete/", {"post": "yes"}).status_code == 403


def test_suspended_user_shows_the_end_in_the_list_of_users(client: Client, alice: User, bob: User) -> None:
    lifecycle.suspend(user_id=bob.id, until=clock.now() + timedelta(days=1))
    User.objects.filter(id=alice.id).update(is_staff=True, is_superuser=True)
    client.force_login(alice)
    assert b"Suspended until" in client.get(f"/admin/accounts/user/{bob.id}/change/").content
