"""Enrolment, recovery codes and removal at /admin/second-factor/."""

import re
import time
from base64 import b32encode
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.test import APIClient
from tests.people.second_factor import code_of, key_on, recovery_codes_on, secret_on

from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.domain.second_factor import Policy
from auth_match.accounts.models import User
from auth_match.accounts.staff import second_factor, views

pytestmark = pytest.mark.django_db
URL = "/admin/second-factor/"
PASSWORD = "correct horse battery"


@pytest.fixture
def staff(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


def enrol(staff: Client) -> tuple[bytes, list[str]]:
    page = staff.get(URL).content.decode()
    secret = secret_on(page)
    form = {"key": key_on(page), "password": PASSWORD, "code": code_of(secret)}
    return secret, recovery_codes_on(staff.post(URL, form).content.decode())


class OldSigner(signing.TimestampSigner):
    """Signs as a page did that is no longer valid."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - views.KEY_SECONDS - 1)


def forget_throttle() -> None:
    for devices in (TOTPDevice.objects, StaticDevice.objects):
        devices.update(throttling_failure_count=0, throttling_failure_timestamp=None)


def test_enrolment_shows_ten_codes_once_and_verifies_only_this_session(staff: Client, boss: User) -> None:
    other = Client()
    other.force_login(boss)
    secret, codes = enrol(staff)
    assert len(set(codes)) == 10
    assert TOTPDevice.objects.get(user=boss).bin_key == secret
    assert staff.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302
    page = staff.get(URL).content.decode()
    assert "10 recovery codes" in page
    assert not any(code in page for code in codes)
    assert not {secret.hex(), b32encode(secret).decode()} & set(re.findall("[0-9A-Za-z]{20,}", page))
    assert "Secret" not in page
    # removing the second factor does not restore the other session
    second_factor.remove(user_id=boss.pk)
    assert other.get("/admin/").status_code == 302


def test_page_is_not_cached_and_satisfies_the_content_security_policy(staff: Client) -> None:
    """`default-src 'self'`: no inline styles or scripts. Presentation attributes of an SVG are allowed."""
    response = staff.get(URL)
    assert "no-store" in response["Cache-Control"]
    page = response.content.decode()
    assert "<svg" in page
    assert 'fill="#fff"' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", page)


def test_header_links_to_the_page(staff: Client) -> None:
    assert 'href="/admin/second-factor/"' in staff.get("/admin/").content.decode()


def test_each_page_has_its_own_secret(staff: Client) -> None:
    """An attacker in the same session must not see the secret that the user is about to confirm."""
    first, second = (secret_on(staff.get(URL).content.decode()) for _ in range(2))
    assert first != second
    assert not TOTPDevice.objects.exists()


def test_wrong_password_wrong_code_foreign_or_old_page_do_not_enrol(
    staff: Client, boss: User, alice: User
) -> None:
    page = staff.get(URL).content.decode()
    secret, good = secret_on(page), {"key": key_on(page), "password": PASSWORD}
    code = code_of(secret)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert (
        "The password is wrong." in staff.post(URL, {**good, "password": "no", "code": code}).content.decode()
    )
    refused = staff.post(URL, {**good, "code": wrong}).content.decode()
    assert "That code is wrong" in refused
    assert secret_on(refused) == secret  # the secret stays, so no new scan is needed
    foreign = signing.dumps({"user": alice.pk, "key": secret.hex()}, salt=views.KEY_SALT)
    unsalted = signing.dumps({"user": boss.pk, "key": secret.hex()})
    for key in (foreign, unsalted, "rubbish"):
        assert "Reload it" in staff.post(URL, {**good, "key": key, "code": code}).content.decode()
    old = OldSigner(salt=views.KEY_SALT).sign_object({"user": boss.pk, "key": secret.hex()})
    assert signing.loads(old, salt=views.KEY_SALT)["user"] == boss.pk  # wrong is only its age
    assert "has expired" in staff.post(URL, {**good, "key": old, "code": code}).content.decode()
    assert staff.post(URL, {}).status_code == 200
    assert not TOTPDevice.objects.exists()


def test_the_code_of_enrolment_does_not_log_in_again(staff: Client) -> None:
    secret, _ = enrol(staff)
    form = {"username": "boss", "password": PASSWORD, "code": code_of(secret)}
    assert Client().post("/admin/login/", form).status_code == 200


def test_second_enrolment_is_refused(staff: Client, boss: User) -> None:
    """A second enrolment page that was open while another one was confirmed."""
    page = staff.get(URL).content.decode()
    secret, _ = enrol(staff)
    other = secret_on(page)
    staff.post(URL, {"key": key_on(page), "password": PASSWORD, "code": code_of(other)})
    assert TOTPDevice.objects.get(user=boss).bin_key == secret


def test_new_recovery_codes_need_password_and_code_and_replace_the_old_ones(staff: Client) -> None:
    _, old = enrol(staff)
    refused = staff.post(URL, {"password": "no", "code": old[0], "renew": "1"})
    assert "The password is wrong." in refused.content.decode()
    assert StaticToken.objects.count() == 10, "a wrong password consumes no code"
    staff.post(URL, {"password": PASSWORD, "code": "aaaaaaaa", "renew": "1"})
    forget_throttle()
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(old)
    page = staff.post(URL, {"password": PASSWORD, "code": old[0], "renew": "1"}).content.decode()
    new = recovery_codes_on(page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(new)
    assert staff.get("/admin/").status_code == 200


def test_removal_needs_password_and_code_and_keeps_only_this_session(
    staff: Client, boss: User, settings: Any
) -> None:
    _, codes = enrol(staff)
    other = Client()
    form = {"username": "boss", "password": PASSWORD, "code": codes[1]}
    assert other.post("/admin/login/", form).status_code == 302
    assert other.get("/admin/").status_code == 200
    staff.post(URL, {"password": PASSWORD, "code": "", "remove": "1"})
    staff.post(URL, {"password": "no", "code": codes[0], "remove": "1"})
    assert TOTPDevice.objects.exists()
    assert staff.post(URL, {"password": PASSWORD, "code": codes[0], "remove": "1"}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert staff.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_required_second_factor_cannot_be_removed(staff: Client, settings: Any) -> None:
    _, codes = enrol(staff)
    settings.STAFF_SECOND_FACTOR = Policy.REQUIRED
    assert b'name="remove"' not in staff.get(URL).content
    page = staff.post(URL, {"password": PASSWORD, "code": codes[0], "remove": "1"}).content.decode()
    assert "it cannot be removed" in page
    assert TOTPDevice.objects.exists()


def test_guesses_of_the_password_are_limited(staff: Client, settings: Any) -> None:
    few = {"confirmation_per_user": Allowance(2, 900)}
    settings.LIMITS = {**settings.LIMITS, **few}
    page = staff.get(URL).content.decode()
    good = {"key": key_on(page), "password": PASSWORD, "code": code_of(secret_on(page))}
    for _ in range(3):
        staff.post(URL, {**good, "password": "a guess"})
    staff.post(URL, good)
    assert not TOTPDevice.objects.exists()


def test_guesses_of_the_old_password_are_limited(staff: Client, boss: User, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "confirmation_per_user": Allowance(2, 900)}
    new = {"new_password1": "quite another battery", "new_password2": "quite another battery"}
    for _ in range(3):
        staff.post("/admin/password_change/", {**new, "old_password": "a guess"})
    staff.post("/admin/password_change/", {**new, "old_password": PASSWORD})
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)


def test_own_password_change_needs_the_old_one(staff: Client, boss: User) -> None:
    new = {"new_password1": "quite another battery", "new_password2": "quite another battery"}
    assert staff.post("/admin/password_change/", {**new, "old_password": PASSWORD}).status_code == 302
    boss.refresh_from_db()
    assert boss.check_password("quite another battery")
    assert staff.get("/admin/").status_code == 200


def test_superuser_removes_another_users_second_factor(staff: Client, make_user: Callable[..., User]) -> None:
    other = make_user("other", is_staff=True)
    second_factor.enrol_at_terminal(user_id=other.pk)
    page = staff.get(f"/admin/accounts/user/{other.pk}/change/").content.decode()
    assert re.search(r"Second factor:?</label>.*?alt=\"True\"", page, re.DOTALL)
    action = {"action": "remove_second_factor", "_selected_action": [other.pk]}
    assert staff.post("/admin/accounts/user/", action).status_code == 302
    assert not second_factor.is_enrolled(other)
    assert (
        "Removed the second factor."
        in staff.get(f"/admin/accounts/user/{other.pk}/history/").content.decode()
    )


def test_admin_has_no_page_for_devices(staff: Client, boss: User) -> None:
    enrol(staff)
    device = TOTPDevice.objects.get(user=boss)
    for path in (
        "otp_totp/totpdevice/",
        f"otp_totp/totpdevice/{device.pk}/config/",
        "otp_static/staticdevice/",
    ):
        assert staff.get(f"/admin/{path}").status_code == 404
    for query in ("totpdevice__key__startswith=0", "staticdevice__token_set__token__startswith=a"):
        assert staff.get(f"/admin/accounts/user/?{query}").status_code in (302, 400)
    assert device.key not in staff.get(f"/admin/accounts/user/{boss.pk}/change/").content.decode()


def test_export_contains_the_date_but_no_secrets(boss: User, as_user: Callable[[User], APIClient]) -> None:
    client = as_user(boss)
    assert client.get("/api/auth/export/").json()["second_factor"] is None
    enrolment = second_factor.enrol_at_terminal(user_id=boss.pk)
    response = client.get("/api/auth/export/")
    summary = response.json()["second_factor"]
    assert summary.keys() == {"since", "recovery_codes_left"}
    assert summary["since"].startswith("20")
    text = response.content.decode()
    assert enrolment.device.key not in text
    assert not any(code in text for code in enrolment.recovery_codes)


def test_account_deletion_deletes_the_devices(boss: User, as_user: Callable[[User], APIClient]) -> None:
    second_factor.enrol_at_terminal(user_id=boss.pk)
    assert as_user(boss).delete("/api/auth/profile/", {"password": PASSWORD}, "json").status_code == 204
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
