"""The page that `make up` ends with is true for the settings that run."""

import re
from pathlib import Path

import pytest

from native.settings import ROOT, load
from native.welcome import missing_for_internet, welcome

URL = "http://localhost:8080"
PUBLIC = {
    "MARU_PUBLIC_URL": "https://maru.example",
    "MARU_TLS_CERTIFICATE": "/etc/maru/certificate.pem",
    "MARU_TLS_KEY": "/etc/maru/key.pem",
    "VOICE_TURN_URLS": "turn:turn.example:3478",
    "VOICE_TURN_SECRET": "shared",
}


def page(**given: str) -> str:
    return welcome(load(given), URL, 12.34)


def test_local_system_lacks_domain_https_and_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MARU_DATA_DIR", raising=False)
    missing = " ".join(missing_for_internet(load({})))
    for word in ("MARU_PUBLIC_URL", "MARU_TLS_CERTIFICATE", "VOICE_TURN_URLS", "allowed_origins", "backups"):
        assert word in missing
    assert "Maru is up at http://localhost:8080 (12.3 s)" in page()
    assert "TURN           none." in page()


def test_public_system_lacks_only_what_cannot_be_seen_from_settings() -> None:
    missing = missing_for_internet(load(PUBLIC))
    assert [phrase.split()[0] for phrase in missing] == ["pages", "backups:"]
    assert "TURN           turn:turn.example:3478: given, not tried" in page(**PUBLIC)
    assert "shared" not in page(**PUBLIC)  # a secret


def test_turn_without_its_secret_is_none() -> None:
    assert "TURN           none." in page(VOICE_TURN_URLS="turn:turn.example:3478")


def test_self_signed_certificate_is_said_to_be_one() -> None:
    written = page(MARU_TLS="self-signed")
    assert "Browsers warn of its certificate" in written
    assert "a certificate that browsers trust" in written


def test_commands_of_the_page_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", page()))
    assert {"seed-demo", "practice", "superuser", "status", "logs", "down", "demo"} <= named <= targets


def test_page_is_short_and_its_documents_exist() -> None:
    lines = page().splitlines()
    assert len(lines) <= 18
    for name in re.findall(r"docs/[a-z-]+\.md", page()):
        assert Path(ROOT / name).is_file()
