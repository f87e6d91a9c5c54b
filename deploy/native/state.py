"""The state file: a running supervisor's report to ``up``, ``status`` and the tests.

``{"phase": "starting|ready|failed|stopping", "url": str, "error": str|null,
"steps": [[name, seconds]], "pids": {name: pid}, "settings": {name: fingerprint},
"restarts": {name: {"count": int, "at": iso time, "reason": str}}}``
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Say = Callable[[str], None]


class State:
    """Only the supervisor writes it, completely at each change (renamed into place)."""

    def __init__(self, path: Path, *, url: str, settings: Mapping[str, str], say: Say) -> None:
        self._path = path
        self._say = say
        self._is_behind = False  # the file is older than the state
        self._content: dict[str, Any] = {
            "phase": "starting",
            "url": url,
            "error": None,
            "steps": [],
            "pids": {},
            "restarts": {},
            "settings": dict(settings),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write()

    def done(self, step: str, seconds: float) -> None:
        self._content["steps"].append([step, round(seconds, 2)])
        self._write()

    def pid(self, process: str, pid: int) -> None:
        self._content["pids"][process] = pid
        self._write()

    def restarted(self, process: str, reason: str) -> None:
        count = self._content["restarts"].get(process, {}).get("count", 0)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._content["restarts"][process] = {"count": count + 1, "at": at, "reason": reason}
        self._write()

    def ready(self) -> None:
        self._content["phase"] = "ready"
        self._write()

    def stopping(self) -> None:
        if self._content["phase"] != "failed":
            self._content["phase"] = "stopping"
            self._write()

    def failed(self, error: str) -> None:
        self._content |= {"phase": "failed", "error": error}
        self._write()

    def clear(self) -> None:
        """Deletes the file, unless it reports a failure."""
        if self._content["phase"] != "failed":
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        """If writing fails (full or read-only disk, no descriptor left), the last state stays, which is
        reported once; the supervisor goes on."""
        draft = self._path.with_suffix(f".{os.getpid()}")
        try:
            draft.touch(mode=0o600)  # only the owner may read fingerprints of secrets
            draft.write_text(json.dumps(self._content))
            draft.replace(self._path)
        except OSError as error:
            if not self._is_behind:
                self._say(f"The state cannot be written ({error}); make status shows the last one.")
            self._is_behind = True
        else:
            self._is_behind = False


def read(path: Path) -> dict[str, Any] | None:
    """The last written state, or None without a state file."""
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        return None
