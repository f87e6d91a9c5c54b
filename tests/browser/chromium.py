"""Where the browser of these tests comes from. They need a real Chromium, and never skip for want of one."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
DOWNLOAD_SECONDS = 300
APT_SECONDS = 600

MISSING = (
    "The browser tests need Chromium, and there is none: not on PATH ({names}), not at CHROMIUM_PATH, "
    "Playwright could not download one, and apt could not install one{why}. "
    "Install it (Debian: apt-get install chromium), or name one: CHROMIUM_PATH=/path/to/chromium"
)

Source = Callable[[], str | None]


def find_chromium(environment: Mapping[str, str] = os.environ) -> str:
    """The path of a Chromium, which is downloaded or installed when the machine has none.

    Raises:
        RuntimeError: with a sentence that says what to do.
    """
    path = environment.get("PATH", "")
    sources: tuple[Source, ...] = (
        partial(_on_path, path),
        partial(_named, environment.get("CHROMIUM_PATH")),
        _downloaded,
        partial(_installed_by_apt, path),
    )
    for source in sources:
        if found := source():
            return found
    raise RuntimeError(MISSING.format(names=", ".join(NAMES), why="" if _is_root() else " (it needs root)"))


def _on_path(path: str) -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name, path=path))), None)


def _named(name: str | None) -> str | None:
    if not name:
        return None
    if not os.access(name, os.X_OK):
        raise RuntimeError(f"CHROMIUM_PATH names no program: {name}")
    return name


def _downloaded() -> str | None:
    """Playwright's own build, if it starts: on a bare machine it lacks libraries, which only apt brings."""
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    if not _run("Playwright downloads Chromium", command, DOWNLOAD_SECONDS):
        return None  # on a bare machine its own program may not even start
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def _starts(path: str) -> bool:
    return (
        Path(path).exists()
        and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
    )


def _installed_by_apt(path: str) -> str | None:
    if not _is_root() or not shutil.which("apt-get", path=path):
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run("apt-get update", ["apt-get", "-qq", "update"], APT_SECONDS, quiet)
    # Playwright's own program, which drives the browser, needs libatomic1.
    command = ["apt-get", "-qq", "install", "--no-install-recommends", "-y", "chromium", "libatomic1"]
    _run("apt-get install chromium", command, APT_SECONDS, quiet)
    return _on_path(path)


def _is_root() -> bool:
    return os.geteuid() == 0


def _run(what: str, command: list[str], seconds: float, environment: Mapping[str, str] | None = None) -> bool:
    """Says what is done, how it went and how long it took; whether it succeeded."""
    _say(f"{what} (at most {seconds:.0f} s) …")
    began, is_done = time.monotonic(), False
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, env=environment, check=False
        )
        is_done = done.returncode == 0
        result = "done" if is_done else f"failed: {_reason(done.stderr or done.stdout)}"
    except subprocess.TimeoutExpired:
        result = "not done in time"
    _say(f"{what}: {result} ({time.monotonic() - began:.0f} s)")
    return is_done


def _reason(text: str) -> str:
    """The line that names an error, among the lines of a stack."""
    lines = text.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if line.startswith(("Error", "E:"))), lines[-1]).strip()


def _say(line: str) -> None:
    """Past pytest's capture: whoever runs the tests on a new machine sees why they wait."""
    print(line, file=sys.__stderr__, flush=True)
