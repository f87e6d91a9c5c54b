"""Keys in a folder: created, loaded, rotated, deleted."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from auth_match.accounts.keys import KeyFolder, make_signing_key, rotate_signing_key

NOW = datetime(2026, 11, 21, 22, 6, tzinfo=UTC)
LEAD = timedelta(seconds=120)


def test_new_key_is_readable_by_its_owner_only_and_signs(tmp_path: Path) -> None:
    path = make_signing_key(tmp_path / "keys", signs_from=NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["2026-11-21T220600Z.pem"]
    ring = KeyFolder(path.parent).ring(NOW)
    assert list(ring.keys) == [ring.signing.kid]
    assert ring.signing.signs_from == NOW


def test_key_created_in_the_same_second_gets_the_next_name(tmp_path: Path) -> None:
    names = {make_signing_key(tmp_path, signs_from=NOW).name for _ in range(3)}
    assert names == {"2026-11-21T220600Z.pem", "2026-11-21T220601Z.pem", "2026-11-21T220602Z.pem"}


def test_rotation_publishes_then_signs_and_deletes_expired_keys(tmp_path: Path) -> None:
    old = make_signing_key(tmp_path, signs_from=NOW)
    folder = KeyFolder(tmp_path)
    first = folder.ring(NOW).signing
    at = NOW + timedelta(days=30)
    new = rotate_signing_key(tmp_path, now=at, lead=LEAD)
    folder = KeyFolder(tmp_path)
    assert folder.ring(at).signing.kid == first.kid
    assert len(folder.ring(at).keys) == 2
    assert folder.ring(at + LEAD).signing.kid != first.kid
    assert first.kid in folder.ring(at + LEAD + settings.SESSION_IDLE_LIFETIME).keys
    at_last = at + LEAD + settings.SESSION_IDLE_LIFETIME + settings.TOKEN_LEEWAY
    assert list(folder.ring(at_last).keys) == [folder.ring(at_last).signing.kid]
    rotate_signing_key(tmp_path, now=at_last, lead=LEAD)
    assert (old.exists(), new.exists(), len([*tmp_path.iterdir()])) == (False, True, 2)


def test_running_process_notices_a_new_key_when_it_reloads(tmp_path: Path) -> None:
    make_signing_key(tmp_path, signs_from=NOW)
    at_once, later = KeyFolder(tmp_path, reload_seconds=0), KeyFolder(tmp_path, reload_seconds=600)
    rotate_signing_key(tmp_path, now=NOW, lead=LEAD)
    assert len(later.ring(NOW).keys) == 1
    assert len(at_once.ring(NOW).keys) == 2


def test_running_process_keeps_its_keys_when_a_reload_fails(tmp_path: Path) -> None:
    path = make_signing_key(tmp_path, signs_from=NOW)
    folder = KeyFolder(tmp_path, reload_seconds=0)
    (tmp_path / "2026-11-22T000000Z.pem").write_text("half a key")
    assert len(folder.ring(NOW).keys) == 1
    path.unlink()
    assert len(folder.ring(NOW).keys) == 1


def test_folder_without_a_key_raises(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="AUTH_MATCH_SIGNING_KEYS_DIR"):
        KeyFolder(tmp_path)


@pytest.mark.parametrize("name", ["2026-11-21T220600Z.pem", "first.pem"])
def test_file_that_is_not_a_key_or_has_a_bad_name_raises(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("no key")
    with pytest.raises(ImproperlyConfigured, match=name):
        KeyFolder(tmp_path)
