"""`make` installs what a target needs, once (decision 0049): the Makefile and `make-venv`, with a uv that
only writes down what it should install.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNNING, WITH_TESTS = "requirements.lock", "requirements-test.lock"
BEFORE = 1_700_000_000


class Checkout:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "deploy" / "native").mkdir(parents=True)
        for name in ("Makefile", "deploy/native/make-venv"):
            shutil.copy(ROOT / name, folder / name)
        programs = folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        self.write(programs / "python", "exit 0")
        self.write(programs / "lint-imports", "exit 0")
        self.write(programs / "uv", f'for last; do :; done; echo "$last" >> {folder / "synced"}')
        for name in (RUNNING, WITH_TESTS, "deploy/native/bootstrap.lock"):
            (folder / name).touch()
            os.utime(folder / name, (BEFORE, BEFORE))

    @staticmethod
    def write(program: Path, line: str) -> None:
        program.write_text(f"#!/bin/sh\n{line}\n")
        program.chmod(0o755)

    def age_stamps(self) -> None:
        """As if the locks had changed since."""
        for stamp in (self.folder / ".venv").glob(".synced*"):
            os.utime(stamp, (1, 1))

    def make(self, *targets: str) -> list[str]:
        """The locks that this call installs."""
        record = self.folder / "synced"
        record.unlink(missing_ok=True)
        outer = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        subprocess.run(["make", *targets], cwd=self.folder, env=outer, check=True, capture_output=True)
        return record.read_text().split() if record.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_up_installs_what_running_needs_and_a_check_the_rest(checkout: Checkout) -> None:
    assert checkout.make("up") == [RUNNING]
    assert checkout.make("up") == []
    assert checkout.make("lint") == [WITH_TESTS]
    assert checkout.make("lint", "types", "arch") == []
    assert checkout.make("up") == []


def test_tests_first_leaves_nothing_for_up(checkout: Checkout) -> None:
    assert checkout.make("lint") == [WITH_TESTS]
    assert checkout.make("up") == []
    assert checkout.make("lint") == []


def test_changed_locks_take_no_package_of_the_tests_away(checkout: Checkout) -> None:
    checkout.make("lint")
    checkout.age_stamps()
    assert checkout.make("up") == [WITH_TESTS]
    assert checkout.make("lint") == []
    assert checkout.make("up") == []


def test_interrupted_installation_is_done_again(checkout: Checkout) -> None:
    uv = checkout.folder / ".venv" / "bin" / "uv"
    whole = uv.read_text()
    uv.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(subprocess.CalledProcessError):
        checkout.make("up")
    uv.write_text(whole)
    assert checkout.make("up") == [RUNNING]


@pytest.mark.parametrize(("given", "setting"), [([], ""), (["TLS=1"], "self-signed"), (["TLS=0"], "")])
def test_up_passes_tls_on(checkout: Checkout, given: list[str], setting: str) -> None:
    seen = checkout.folder / "seen"
    checkout.write(checkout.folder / ".venv" / "bin" / "python", f'echo "$* $MARU_TLS" > {seen}')
    checkout.make("up", *given)
    assert seen.read_text().split() == ["-m", "native", "up", *([setting] if setting else [])]
