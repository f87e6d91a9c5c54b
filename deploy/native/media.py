"""The media of a running system: the operator's command, and the warning that `up` prints."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

from native import services
from native.settings import ROOT, NativeSettings

CODE = "media_store_refused"  # contracts/error_codes.json


def run(settings: NativeSettings, arguments: list[str]) -> int:
    """``python -m image_community.media …`` with the system's settings."""
    command = [sys.executable, "-m", "image_community.media", *arguments]
    return subprocess.call(command, env={**os.environ, **services.environment(settings)}, cwd=ROOT)


def warning(settings: NativeSettings) -> str | None:
    """image-community's warning about its media folder; None without one."""
    address = f"http://127.0.0.1:{settings.ports.image_web[0]}/readyz"
    try:
        with urllib.request.urlopen(address, timeout=5):
            return None
    except urllib.error.HTTPError as refusal:
        return _sentence(refusal.read(), settings.make("media ARGS=status"))
    except OSError:
        return None


def _sentence(body: bytes, command: str) -> str | None:
    try:
        problem = json.loads(body)
    except ValueError:
        return None
    if problem.get("code") != CODE:
        return None
    return f"Warning: {problem['detail']}\n  see            {command}"
