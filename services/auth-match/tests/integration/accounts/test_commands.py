import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from auth_match.accounts.models import User


@pytest.mark.django_db
def test_createsuperuser_makes_one_who_can_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    arguments = {"username": "Root_1", "age": "40", "gender": "female", "interactive": False, "verbosity": 0}
    call_command("createsuperuser", **arguments)
    root = User.objects.get(username_key="root_1")
    assert (root.is_staff, root.is_superuser, root.age) == (True, True, 40)
    assert root.check_password("correct horse battery")
    with pytest.raises(CommandError, match="already taken"):
        call_command("createsuperuser", **{**arguments, "username": "ROOT_1"})


def test_make_signing_key_makes_one_key_and_no_second(tmp_path: Path, settings: Any, capsys: Any) -> None:
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    call_command("make_signing_key")
    call_command("make_signing_key")
    (path,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "holds a key already" in capsys.readouterr().out
