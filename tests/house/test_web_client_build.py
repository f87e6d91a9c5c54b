"""`make up` builds the web client with npm, and comes up without it (decision 0050). In a copy of `web`."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from native import node

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
AWAY = "http://127.0.0.1:1"


class Copy:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("deploy", "web"):
            shutil.copytree(
                ROOT / name,
                folder / name,
                symlinks=True,
                ignore=shutil.ignore_patterns("node_modules", "dist", "__pycache__"),
            )

    def build(self, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "native", "build-client"],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(self.folder / "deploy"),
                "MARU_DATA_DIR": str(self.folder / "var"),
                **settings,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def steps(self, **settings: str) -> list[str]:
        done = self.build(**settings)
        assert (done.returncode, done.stderr) == (0, "")
        return [
            line.rsplit(maxsplit=2)[0].strip() for line in done.stdout.splitlines() if line.endswith(" s")
        ]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_registry_away_is_a_sentence_that_says_how_to_go_on(copy: Copy) -> None:
    done = copy.build(npm_config_registry=AWAY, npm_config_cache=str(copy.folder / "cache"))
    assert done.returncode == 1
    assert re.match(
        r"The web client is not built: npm cannot install its packages \(.*ECONNREFUSED.*\); see .*\.log\.\n"
        r"Everything else works, and / shows a plain page\. To try again: .*make up\n$",
        done.stderr,
    ), done.stderr


def test_folder_that_cannot_be_used_is_a_sentence(copy: Copy) -> None:
    (copy.folder / "web" / "package-lock.json").unlink()
    (copy.folder / "web" / "package-lock.json").mkdir()
    done = copy.build()
    assert done.returncode == 1
    assert done.stderr.startswith("The web client is not built: [Errno 21] Is a directory:")


def test_only_changed_sources_are_built_again(copy: Copy) -> None:
    built = copy.folder / "web" / "client" / "dist"
    assert copy.steps()[-1] == "web client"
    assert {"maru-client.js", "call.js"} <= {path.name for path in built.iterdir()}
    assert copy.steps() == []

    source = copy.folder / "web" / "client" / "src" / "index.ts"
    source.write_text(source.read_text() + 'export const NEW = "there is a new one";\n')
    assert copy.steps(npm_config_registry=AWAY) == ["web client"]
    assert "there is a new one" in (built / "maru-client.js").read_text()

    os.utime(built / "call.js")  # built by hand, perhaps from other sources
    assert copy.steps(npm_config_registry=AWAY) == ["web client"]

    written = source.read_text()
    source.write_text("this is no TypeScript")
    failed = copy.build()
    assert failed.stderr.startswith("The web client is not built: `npm run build` failed")
    assert (built / "maru-client.js").exists()

    source.write_text(f"{written}\n")
    for binary in (copy.folder / "web" / "node_modules" / "@rolldown").glob("binding-*"):
        shutil.rmtree(binary)  # an optional package that could not be fetched
    steps = copy.steps()
    assert (steps[0].split(":")[0], steps[-1]) == ("npm packages", "web client")


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("v20.19.0", True),
        ("v22.12.0", True),
        ("v24.19.0", True),
        ("v18.20.4", False),
        ("v20.18.3", False),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("", False),
        ("what?", False),
    ],
)
def test_node_that_vite_runs_on(version: str, fits: bool) -> None:
    assert node.is_new_enough(version) is fits


def test_too_old_node_is_no_node(tmp_path: Path) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.20.4\n")
        (tmp_path / name).chmod(0o755)
    assert node.on_path({"PATH": str(tmp_path)}) is None
    assert node.on_path({"PATH": str(tmp_path / "nothing")}) is None


def test_build_needs_no_package_of_the_tests() -> None:
    """`npm ci --omit=dev` is enough: a Vite configuration imports what `dependencies` bring."""
    wanted = json.loads((WEB / "package.json").read_text())["dependencies"].keys()
    for configuration in WEB.glob("*/vite.config.ts"):
        imported = re.findall(r'^import .*? from "([^"]+)"', configuration.read_text(), re.MULTILINE)
        packages = {name for name in imported if not name.startswith((".", "node:"))}
        assert packages <= wanted, configuration
