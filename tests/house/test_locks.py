"""Locks carry hashes and no addresses: where packages come from is a setting of each machine."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WIDEST = "requirements-test.lock"
WITHIN = (
    "requirements.lock",
    "services/auth-match/requirements.lock",
    "services/image-community/requirements.lock",
    "deploy/native/bootstrap.lock",
)
LOCKS = (WIDEST, *WITHIN, "deploy/native/node.lock", "web/package-lock.json")
FOR_TESTS_ALONE = {
    "playwright",
    "aiortc",
    "av",
    "mypy",
    "ruff",
    "pytest",
    "hypothesis",
    "schemathesis",
    "scipy",
}


def pins(name: str) -> dict[str, str]:
    """`name==version ; marker` with its hashes, by the package's name."""
    requirements = re.split(r"^(?=\S)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {text.partition("==")[0]: text.strip() for text in requirements if text.strip()}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address(name: str) -> None:
    """npm writes `funding` into its lock, and `npm install` may bring it back: take it out again."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text


@pytest.mark.parametrize("name", WITHIN)
def test_lock_is_a_part_of_the_widest(name: str) -> None:
    """So `make test` beside a running system adds packages and changes none (decision 0049).

    A marker may differ: a package that only some Pythons need for one thing, all may need for another.
    """
    widest = pins(WIDEST)
    for package, pin in pins(name).items():
        assert _without_marker(pin) == _without_marker(widest[package]), package


def _without_marker(pin: str) -> str:
    return re.sub(r" ; [^\\\n]*(?= \\)", "", pin)


def test_running_installs_nothing_of_the_tests() -> None:
    assert pins(WIDEST).keys() >= FOR_TESTS_ALONE
    assert not pins("requirements.lock").keys() & FOR_TESTS_ALONE


def test_every_package_of_the_registry_has_a_hash() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    folders = {"client": "maru-client", "react": "maru-react", "app": "maru-app"}
    folders["examples/react"] = "maru-example-react"
    ours = ("", *folders, *(f"node_modules/{name}" for name in folders.values()))
    assert packages.keys() >= set(ours)
    without = [name for name, package in packages.items() if name not in ours and "integrity" not in package]
    assert without == []
