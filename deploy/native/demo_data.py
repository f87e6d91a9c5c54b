"""`make seed-demo` and `make unseed-demo`: `python -m demo_data …` with the running system's settings."""

import subprocess
import sys
from pathlib import Path

from native import local_system
from native.settings import ROOT, NativeSettings


def record_of(settings: NativeSettings) -> Path:
    """The file that says what was seeded; absent when nothing was."""
    return settings.data / "demo_data.json"


def run(settings: NativeSettings, verb: str, arguments: list[str]) -> int:
    """Seed or unseed; the exit status."""
    # What was seeded can be taken away before strangers come to a system that has a public address by now.
    refusal = local_system.refusal if verb == "seed" else local_system.not_running
    if sentence := refusal(settings):
        print(sentence, file=sys.stderr)  # noqa: T201 - a command line tool
        return 1
    record = ["--record", str(record_of(settings))]
    command = [sys.executable, "-m", "demo_data", verb, *record, *arguments]
    return subprocess.call(command, env=local_system.environment(settings), cwd=ROOT)
