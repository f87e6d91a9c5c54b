"""`make seed-demo` and `make unseed-demo`: `python -m demo_data …` with the running system's settings."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

from native import services
from native.settings import LOCAL_HOSTS, ROOT, NativeSettings
from native.supervisor_lock import is_running


def refusal(settings: NativeSettings) -> str | None:
    """Why this system gets no demo data; None if it may."""
    if not is_running(settings):
        return "This is for a system that runs natively on this machine, and none does: make up"
    given = settings.environment.get("MARU_PUBLIC_URL")
    if given and urlsplit(given).hostname not in LOCAL_HOSTS:
        return f"This is for a local system; this one serves {given}."
    return None


def run(settings: NativeSettings, verb: str, arguments: list[str]) -> int:
    """Seed or unseed; the exit status."""
    if sentence := refusal(settings):
        print(sentence, file=sys.stderr)  # noqa: T201 - a command line tool
        return 1
    wiring = services.environment(settings)
    wiring["PYTHONPATH"] = f"{ROOT / 'deploy'}:{wiring['PYTHONPATH']}"
    record = ["--record", str(settings.data / "demo_data.json")]
    command = [sys.executable, "-m", "demo_data", verb, *record, *arguments]
    return subprocess.call(command, env={**os.environ, **wiring}, cwd=ROOT)
