"""`make test`: every test, in two parts side by side, each beside a throw-away system of its own.

    python -m tests.parts [options of pytest]

Tests wait more than they compute: one after the other they leave a third of two cores idle. The parts share
nothing, so what one does to its PostgreSQL or Redis the other does not see.
"""

# ruff: noqa: T201 - a command line tool prints
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
PARTS = {
    "services": ("services/auth-match/tests", "services/image-community/tests"),
    "system": ("gateway/tests", "deploy/compose/tests", "tests"),
}


def start(paths: tuple[str, ...], options: list[str], output: IO[bytes] | None) -> "subprocess.Popen[bytes]":
    """`output`: None shows it at once."""
    pytest = (sys.executable, "-m", "pytest", "-q", *options, *paths)
    command = (sys.executable, "-m", "native", "with-stack", "--", *pytest)
    return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output and subprocess.STDOUT)


def main(options: list[str]) -> int:
    """The first part is seen as it goes, the other when it is done; 1 if a test failed in any."""
    (shown, of_shown), (kept, of_kept) = PARTS.items()
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        print(f"Two parts side by side: {shown} (shown), {kept} (shown when it is done).", flush=True)
        running = {shown: start(of_shown, options, None), kept: start(of_kept, options, output)}
        try:
            statuses = {name: process.wait() for name, process in running.items()}
        finally:
            for process in running.values():
                process.terminate()  # with-stack stops its system on it
        output.seek(0)
        print(f"\n=== {kept}\n{output.read().decode(errors='replace')}")
    failed = [name for name, status in statuses.items() if status]
    print(f"{', '.join(PARTS)}: {time.monotonic() - began:.0f} s; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
