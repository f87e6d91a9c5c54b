"""`make practice`: `python -m practice` with the running system's settings."""

import os
import sys

from native import local_system
from native.settings import ROOT, NativeSettings


def run(settings: NativeSettings, arguments: list[str]) -> int:
    """Becomes the practice partner, so that Ctrl-C reaches nothing between; 1 if the system is not local."""
    if sentence := local_system.refusal(settings):
        print(sentence, file=sys.stderr)  # noqa: T201 - a command line tool
        return 1
    reached = ["--url", local_system.plain_url(settings), "--record", str(settings.data / "practice.json")]
    command = [sys.executable, "-m", "practice", *reached, *arguments]
    os.chdir(ROOT)
    return os.execve(sys.executable, command, local_system.environment(settings))  # noqa: S606 - no shell
