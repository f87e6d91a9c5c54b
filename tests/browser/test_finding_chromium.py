"""A machine without a browser is told so, in a sentence; the stories are never skipped."""

from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "my-chromium"
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def test_path_is_looked_at_first(program: Path) -> None:
    on_path = program.rename(program.with_name("chromium-browser"))
    assert chromium.find_chromium({"PATH": str(on_path.parent), "CHROMIUM_PATH": "/bin/sh"}) == str(on_path)


def test_chromium_path_names_one(program: Path) -> None:
    assert chromium.find_chromium({"PATH": "/nowhere", "CHROMIUM_PATH": str(program)}) == str(program)


def test_a_wrong_chromium_path_is_said() -> None:
    with pytest.raises(RuntimeError, match="CHROMIUM_PATH names no program: /nowhere/chromium"):
        chromium.find_chromium({"PATH": "/nowhere", "CHROMIUM_PATH": "/nowhere/chromium"})


def test_no_browser_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network, and without apt: what each source says then is no browser."""
    monkeypatch.setattr(chromium, "_downloaded", lambda: None)
    with pytest.raises(RuntimeError, match=r"Install it .* or name one: CHROMIUM_PATH="):
        chromium.find_chromium({"PATH": "/nowhere"})
