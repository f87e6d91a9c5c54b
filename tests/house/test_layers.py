"""`make arch` passes, and fails for an import against the layers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("services/auth-match/auth_match", "services/image-community/image_community")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the check on the copy of the services in `folder`."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ROOT / ".importlinter"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / Path(package).name, ignore=ignore)
    return tmp_path


def test_the_house_is_in_order(copy: Path) -> None:
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("auth_match/accounts/domain/usernames.py", "import django.db"),
        ("auth_match/accounts/service.py", "import auth_match.matching.models"),
        ("auth_match/runtime/redis.py", "import auth_match.accounts.models"),
        ("auth_match/voice/consumers.py", "import auth_match.matching.state.store"),
        ("auth_match/matching/state/store.py", "import auth_match.matching.protocol.frames"),
        ("auth_match/matching/history/recorder.py", "import auth_match.matching.delivery.publisher"),
        ("auth_match/matching/preferences/service.py", "import auth_match.matching.safety.blocks"),
        ("auth_match/matching/rooms.py", "import auth_match.matching.queue.actions"),
        ("auth_match/matching/stats/store.py", "import auth_match.matching.stats.queue_stats"),
        ("image_community/ranking/repository.py", "import image_community.ranking.routes"),
        ("image_community/main.py", "import auth_match.errors"),
    ],
)
def test_planted_import_is_found(copy: Path, module: str, planted: str) -> None:
    path = copy / module
    path.write_text(f"{path.read_text()}\n{planted}\n")
    done = lint_imports(copy)
    assert done.returncode != 0, f"{planted} in {module} went unnoticed"
    assert "BROKEN" in done.stdout, done.stdout
