"""What staff may see and change of matching."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from auth_match.accounts.models import User
from auth_match.matching.models import MatchedRoom, MatchSetting, Report
from auth_match.matching.safety import reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def hire(client: Client, make_user: Callable[..., User]) -> Callable[..., User]:
    """Staff with these permissions, logged in."""

    def hire(*codenames: str) -> User:
        user = make_user("helper", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return user

    return hire


@pytest.mark.parametrize("lookup", ["key", "key__startswith", "key__gte", "user1__password__startswith"])
def test_what_lets_into_a_room_is_not_guessed_by_filters(
    client: Client, hire: Callable[..., User], alice: User, bob: User, lookup: str
) -> None:
    """They answered whether a key begins with a letter: a room was open after some hundred requests."""
    hire("view_matchedroom")
    room = MatchedRoom.objects.create(user1=alice, user2=bob, key="abcdef", offer_id="1")
    url = "/admin/matching/matchedroom/"
    assert client.get(f"{url}?{lookup}=abc").status_code == 400
    assert "abcdef" not in client.get(url).content.decode()
    assert "abcdef" not in client.get(f"{url}{room.pk}/change/").content.decode()


@pytest.mark.parametrize(
    "lookup", ["refresh_jti_hash__startswith", "parent_jti_hash", "user__password__startswith"]
)
def test_nor_are_the_hashes_of_sessions(client: Client, hire: Callable[..., User], lookup: str) -> None:
    hire("view_session")
    assert client.get(f"/admin/accounts/session/?{lookup}=a").status_code == 400


def test_preferences_of_an_account_with_more_rights_are_not_changed(
    client: Client, hire: Callable[..., User], make_user: Callable[..., User], alice: User
) -> None:
    hire("change_matchsetting", "delete_matchsetting")
    boss = make_user("boss", is_staff=True, is_superuser=True)
    for user, is_changed in ((alice, True), (boss, False)):
        setting = MatchSetting.objects.get(user=user)
        form = {
            "user": user.pk,
            "preferred_gender": "any",
            "radius_km": "1",
            "age_min": "33",
            "age_max": "44",
        }
        url = f"/admin/matching/matchsetting/{setting.pk}/"
        client.post(f"{url}change/", form)
        setting.refresh_from_db()
        assert (setting.age_min == 33) is is_changed
        client.post(f"{url}delete/", {"post": "yes"})
        assert MatchSetting.objects.filter(user=user).exists() is not is_changed


def test_report_does_not_shut_out_rights_that_wait_without_the_flag_of_staff(
    client: Client, hire: Callable[..., User], make_user: Callable[..., User], alice: User
) -> None:
    """A superuser whose `is_staff` was taken for a while, and a former moderator: neither is staff now."""
    hire("change_report", "view_report")
    former = make_user("former")
    former.user_permissions.set(Permission.objects.filter(codename="change_user"))
    chosen = [former, make_user("resting", is_superuser=True)]
    filed = [
        reports.report(
            user_id=alice.pk, other_id=user.pk, reason="hate", details="", with_block=False
        ).report.pk
        for user in chosen
    ]
    page = client.post(
        "/admin/matching/report/", {"action": "ban", "_selected_action": filed}, follow=True
    ).content.decode()
    assert "former, resting" in page
    assert User.objects.filter(is_active=True, username__in=["former", "resting"]).count() == 2
    assert set(Report.objects.values_list("status", flat=True)) == {"open"}
