import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from auth_match.accounts.keys import KeyFolder, key_ring
from auth_match.accounts.models import User
from auth_match.runtime import clock


@pytest.mark.django_db
def test_createsuperuser_creates_a_staff_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    arguments = {"username": "Root_1", "age": "40", "gender": "female", "interactive": False, "verbosity": 0}
    call_command("createsuperuser", **arguments)
    root = User.objects.get(username_key="root_1")
    assert (root.is_staff, root.is_superuser, root.age) == (True, True, 40)
    assert root.check_password("correct horse battery")
    with pytest.raises(CommandError, match="already taken"):
        call_command("createsuperuser", **{**arguments, "username": "ROOT_1"})


def test_make_signing_key_creates_one_key_only(tmp_path: Path, settings: Any, capsys: Any) -> None:
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    call_command("make_signing_key")
    call_command("make_signing_key")
    (path,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "holds a key already" in capsys.readouterr().out


def test_rotate_signing_key_publishes_a_second_key(tmp_path: Path, settings: Any, capsys: Any) -> None:
    settings.SIGNING_KEYS_DIR = tmp_path
    call_command("make_signing_key")
    first = key_ring().signing.kid
    call_command("rotate_signing_key")
    assert "it signs from" in capsys.readouterr().out
    ring = KeyFolder(tmp_path).ring(clock.now())
    assert (ring.signing.kid, len(ring.keys)) == (first, 2)
    later = clock.now() + timedelta(seconds=settings.KEY_LEAD_SECONDS)
    assert KeyFolder(tmp_path).ring(later).signing.kid != first
