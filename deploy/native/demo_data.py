"""`make seed-demo` and `make unseed-demo`: `python -m demo_data …` with the running system's settings."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from native import services
from native.settings import LOCAL_HOSTS, ROOT, NativeSettings
from native.supervisor_lock import is_running


def not_running(settings: NativeSettings) -> str | None:
    """A sentence; None if the system runs."""
    if is_running(settings):
        return None
    return "This is for a system that runs natively on this machine, and none does: make up"


def refusal(settings: NativeSettings) -> str | None:
    """Why this system gets no demo data; None if it may."""
    if sentence := not_running(settings):
        return sentence
    given = settings.environment.get("MARU_PUBLIC_URL")
    if given and urlsplit(given).hostname not in LOCAL_HOSTS:
        return f"This is for a local system; this one serves {given}."
    return None


def record_of(settings: NativeSettings) -> Path:
    """The file that says what was seeded; absent when nothing was."""
    return settings.data / "demo_data.json"


def run(settings: NativeSettings, verb: str, arguments: list[str]) -> int:
    """Seed or unseed; the exit status."""
    # What was seeded can be taken away before strangers come to a system that has a public address by now.
    if sentence := refusal(settings) if verb == "seed" else not_running(settings):
        print(sentence, file=sys.stderr)  # noqa: T201 - a command line tool
        return 1
    wiring = services.environment(settings)
    wiring["PYTHONPATH"] = f"{ROOT / 'deploy'}:{wiring['PYTHONPATH']}"
    record = ["--record", str(record_of(settings))]
    command = [sys.executable, "-m", "demo_data", verb, *record, *arguments]
    return subprocess.call(command, env={**os.environ, **wiring}, cwd=ROOT)
