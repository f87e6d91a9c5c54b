"""For commands that write into a running system: which systems they take, and how they reach one."""

import os
from urllib.parse import urlsplit

from native import services, state
from native.settings import LOCAL_HOSTS, ROOT, NativeSettings
from native.supervisor_lock import is_running


def not_running(settings: NativeSettings) -> str | None:
    """A sentence; None if the system runs."""
    if is_running(settings):
        return None
    return "This is for a system that runs natively on this machine, and none does: make up"


def refusal(settings: NativeSettings) -> str | None:
    """Why such a command leaves this system alone; None if it does not."""
    if sentence := not_running(settings):
        return sentence
    given = settings.environment.get("MARU_PUBLIC_URL")
    if given and urlsplit(given).hostname not in LOCAL_HOSTS:
        return f"This is for a local system; this one serves {given}."
    return None


def environment(settings: NativeSettings) -> dict[str, str]:
    """Of a program that calls the services' own code."""
    wiring = services.environment(settings)
    wiring["PYTHONPATH"] = f"{ROOT / 'deploy'}:{wiring['PYTHONPATH']}"
    return {**os.environ, **wiring}


def plain_url(settings: NativeSettings) -> str:
    """The gateway by plain HTTP, beside TLS, too: its certificate may be self-signed."""
    running = state.read(settings.state_file) or {}
    is_https = str(running.get("url", "")).startswith("https:")
    return f"http://127.0.0.1:{settings.ports.gateway_health if is_https else settings.ports.gateway}"
