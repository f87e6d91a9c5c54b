"""`manage staff_totp`, which `make staff-totp USER=` runs."""

import re
import subprocess
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from auth_match.accounts.models import User

ROOT = Path(__file__).parents[6]
PASSWORD = "correct horse battery"


@pytest.mark.django_db
def test_printed_secret_and_codes_log_in(make_user: Callable[..., User], client: Client, capsys: Any) -> None:
    boss = make_user("boss", is_staff=True)
    call_command("staff_totp", "BOSS")
    printed = capsys.readouterr().out
    assert "█" in printed
    secret = re.search(r"^  ([A-Z2-7]{32})$", printed, re.MULTILINE)
    codes = re.findall(r"^  ([a-z2-7]{8})$", printed, re.MULTILINE)
    assert secret
    assert len(set(codes)) == 10
    for code in (f"{TOTP(b32decode(secret[1])).token():06}", codes[3]):
        form = {"username": "boss", "password": PASSWORD, "code": code}
        assert Client().post("/admin/login/", form).status_code == 302
    # a second run replaces all
    call_command("staff_totp", "boss")
    assert TOTPDevice.objects.filter(user=boss).count() == 1
    assert StaticToken.objects.count() == 10
    assert not StaticToken.objects.filter(token__in=codes).exists()
    call_command("staff_totp", "boss", "--remove")
    assert "boss no longer has a second factor." in capsys.readouterr().out
    assert not TOTPDevice.objects.exists()
    call_command("staff_totp", "boss", "--remove")
    assert "boss had no second factor." in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], "Give a user: make staff-totp USER=name."),
        ([""], "Give a user: make staff-totp USER=name."),
        (["nemo"], "There is no user nemo."),
        (["alice"], "alice is not staff and needs no second factor."),
    ],
)
def test_missing_input_is_an_error_message(alice: User, names: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("staff_totp", *names)
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], "manage staff_totp"),  # the USER of the shell is ignored
        (['USER=o\'brien "x"'], 'manage staff_totp o\'brien "x"'),
        (["USER=boss", "ARGS=--remove"], "manage staff_totp boss --remove"),
    ],
)
def test_make_target_passes_its_user_argument(tmp_path: Path, arguments: list[str], command: str) -> None:
    echo = tmp_path / "echo"
    echo.write_text('#!/bin/sh\nprintf "%s" "$*"\n')
    echo.chmod(0o755)
    # the venv counts as ready: only the recipe is checked
    make = ["make", "--no-print-directory", "-C", str(ROOT), "READY=", f"NATIVE={echo}", "staff-totp"]
    done = subprocess.run(
        [*make, *arguments], env={"PATH": "/usr/bin:/bin", "USER": "root"}, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == command
