"""The admin's login requires the second factor; a code is no easier to guess than a password."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.people import second_factor as second_factor_page

from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.domain.second_factor import Policy
from auth_match.accounts.models import User
from auth_match.accounts.staff import second_factor

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/?next=/admin/"
PASSWORD = "correct horse battery"
MISSING = "Enter the code of your authenticator app"
WRONG = "That code is wrong or was used before"
WRONG_PASSWORD = "Please enter the correct username and password for a staff account"


def code_of(user: User, *, steps: int = 0) -> str:
    return second_factor_page.code_of(TOTPDevice.objects.get(user=user).bin_key, steps=steps)


def enter(
    client: Client, *, code: str | None = None, username: str = "boss", password: str = PASSWORD
) -> str:
    """ "in", or the page with the error."""
    form = {"username": username, "password": password} | ({} if code is None else {"code": code})
    response = client.post(LOGIN, form)
    return "in" if response.status_code == 302 else response.content.decode()


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.fixture
def codes(boss: User) -> list[str]:
    """Gives boss a device. Returns the recovery codes."""
    return second_factor.enrol_at_terminal(user_id=boss.pk).recovery_codes


def test_without_a_device_the_password_is_enough(client: Client, boss: User) -> None:
    assert enter(client) == "in"
    assert is_in(client)


@pytest.mark.usefixtures("codes")
def test_with_a_device_the_password_alone_is_refused(client: Client, boss: User) -> None:
    assert MISSING in enter(client)
    assert WRONG in enter(client, code="000000" if code_of(boss) != "000000" else "111111")
    assert not is_in(client)
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert enter(client, code=code_of(boss)) == "in"
    assert is_in(client)


@pytest.mark.usefixtures("codes")
def test_code_is_valid_once(client: Client, boss: User) -> None:
    code = code_of(boss)
    assert enter(client, code=code) == "in"
    assert WRONG in enter(Client(), code=code)


@pytest.mark.usefixtures("codes")
@pytest.mark.parametrize(("steps", "is_good"), [(-3, False), (-1, True), (0, True), (1, True), (3, False)])
def test_code_of_the_previous_or_next_step_is_accepted(
    client: Client, boss: User, steps: int, is_good: bool
) -> None:
    while 30 - time.time() % 30 < 10:  # else the previous step could become too old during the login
        time.sleep(1)
        User.objects.exists()  # the server would end an idle transaction
    assert (enter(client, code=code_of(boss, steps=steps)) == "in") is is_good


def test_recovery_code_is_valid_once_in_any_spelling(client: Client, boss: User, codes: list[str]) -> None:
    typed = f" {codes[0][:4].upper()}-{codes[0][4:]} "
    assert enter(client, code=typed) == "in"
    assert is_in(client)
    assert WRONG in enter(Client(), code=typed)
    assert StaticToken.objects.count() == 9


@pytest.mark.usefixtures("codes")
def test_form_mentions_the_second_factor_only_after_the_right_password(
    client: Client, boss: User, alice: User
) -> None:
    second_factor.enrol_at_terminal(user_id=alice.pk)
    for page in (
        enter(client, password="not the password"),
        enter(client, password="not the password", code=code_of(boss)),
        enter(client, username="nobody_here", code="123456"),
        enter(client, username="alice", code="123456"),  # the right password, but no staff
    ):
        assert WRONG_PASSWORD in page
        assert MISSING not in page
        assert WRONG not in page
    assert TOTPDevice.objects.get(user=boss).last_t == -1
    assert TOTPDevice.objects.get(user=boss).throttling_failure_count == 0


@pytest.mark.usefixtures("codes")
@pytest.mark.parametrize("code", [None, "000001"])
def test_wrong_and_missing_codes_count_as_login_attempts(
    client: Client, boss: User, settings: Any, code: str | None
) -> None:
    settings.LIMITS = {**settings.LIMITS, "login_per_user_and_ip": Allowance(free=2, seconds=900)}
    for _ in range(3):
        assert enter(client, code=code) != "in"
    assert "tried too often" in enter(client, code=code_of(boss))


@pytest.mark.usefixtures("codes")
def test_device_throttle_refuses_the_right_code(client: Client, boss: User) -> None:
    TOTPDevice.objects.update(
        throttling_failure_count=10, throttling_failure_timestamp="2999-01-01T00:00:00Z"
    )
    assert WRONG in enter(client, code=code_of(boss))


def test_empty_password_does_not_reset_the_count_of_wrong_ones(
    client: Client, boss: User, settings: Any
) -> None:
    """A past bug: nine guesses, one empty field, nine more guesses."""
    settings.LIMITS = {**settings.LIMITS, "login_per_user_and_ip": Allowance(free=2, seconds=900)}
    for _ in range(3):
        enter(client, password="not the password")
        enter(client, password="")
    assert enter(client) != "in"


def test_session_open_at_enrolment_is_refused(client: Client, boss: User) -> None:
    assert enter(client) == "in"
    second_factor.enrol_at_terminal(user_id=boss.pk)
    assert not is_in(client)


def test_session_is_checked_at_each_request(client: Client, boss: User) -> None:
    """Also when `session_epoch` is unchanged, because the device was created by other code."""
    assert enter(client) == "in"
    TOTPDevice.objects.create(user=boss, name="from elsewhere")
    assert not is_in(client)
    assert client.get("/admin/second-factor/").status_code == 302


@pytest.mark.usefixtures("codes")
def test_session_of_a_deleted_device_is_refused(client: Client, boss: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = Policy.REQUIRED
    assert enter(client, code=code_of(boss)) == "in"
    TOTPDevice.objects.all().delete()
    assert not is_in(client)


@pytest.mark.usefixtures("codes")
def test_verified_session_gets_a_new_session_key(client: Client, boss: User, settings: Any) -> None:
    """Else a session key stolen after the password alone would become a verified one."""
    client.force_login(boss)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert enter(client, code=code_of(boss)) == "in"
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(stolen)


@pytest.mark.usefixtures("codes")
def test_policy_off_needs_no_code(client: Client, boss: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = Policy.OFF
    assert enter(client) == "in"
    assert is_in(client)


def test_policy_required_lets_staff_without_a_device_only_enrol_or_log_out(
    client: Client, boss: User, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = Policy.REQUIRED
    assert enter(client) == "in"
    for path in (
        "/admin/",
        "/admin/accounts/user/",
        "/admin/password_change/",
        "/admin/jsi18n/",
        "/admin/none",
    ):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, "/admin/second-factor/"), path
    page = client.get("/admin/second-factor/").content.decode()
    assert "Staff need a second factor here." in page
    assert "/admin/accounts/user/" not in page
    assert 'action="/admin/logout/"' in page
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/admin/second-factor/")["Location"].startswith("/admin/login/")


def test_non_staff_users_reach_no_page(client: Client, alice: User, settings: Any) -> None:
    for policy in Policy:
        settings.STAFF_SECOND_FACTOR = policy
        client.force_login(alice)
        for path in ("/admin/", "/admin/second-factor/"):
            assert client.get(path)["Location"].startswith("/admin/login/")


def test_concurrent_logins_with_one_code_succeed_once(
    transactional_db: None, make_user: Callable[..., User], at_once: Callable[..., list[Any]]
) -> None:
    boss = make_user("boss", is_staff=True)
    recovery = second_factor.enrol_at_terminal(user_id=boss.pk).recovery_codes[0]
    for code in (code_of(boss), recovery):
        answers = at_once([lambda code=code: enter(Client(), code=code)] * 2)
        assert sorted(answer == "in" for answer in answers) == [False, True]
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
