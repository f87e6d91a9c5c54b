"""Locks carry hashes and no addresses: where packages come from is a setting of each machine."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "deploy/native/bootstrap.lock", "web/package-lock.json")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address(name: str) -> None:
    """npm writes `funding` into its lock, and `npm install` may bring it back: take it out again."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text


def test_every_package_of_the_registry_has_a_hash() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    ours = ("", "client", "react", "node_modules/maru-client", "node_modules/maru-react")
    assert packages.keys() >= set(ours)
    without = [name for name, package in packages.items() if name not in ours and "integrity" not in package]
    assert without == []
