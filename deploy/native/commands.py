"""The verbs of the command line. They print progress; the supervisor does the work."""

# ruff: noqa: T201 - a command line tool prints
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from native import demo_data, gateway, media, origins, practice, services, state, web_client
from native.log_files import make_folder, open_log
from native.settings import ROOT, NativeSettings
from native.supervisor_lock import STOP_SECONDS, acquire, is_running, stop_supervisor
from native.throw_away import NotStarted, command_environment, throw_away_system
from native.welcome import welcome

POLL_SECONDS = 0.1


def up(settings: NativeSettings, _: list[str]) -> int:
    """Starts the system in the background and builds the web client beside; returns when both are done."""
    began = time.monotonic()
    if not is_running(settings):
        _spawn_supervisor(settings)
    elif changed := _changed_settings(settings):
        names = ", ".join(sorted(changed))
        print(
            f"Already running, with different values of {names}. To change them: make down, then make up.",
            file=sys.stderr,
        )
        return 1
    else:
        print("Already running.")
    with web_client.built_beside(settings) as client:
        try:
            error = _follow(settings)
            if not error:
                client.wait()
        except KeyboardInterrupt:
            print("\nInterrupted: stopping what was started.")
            stop_supervisor(settings)
            return 130
    if error:
        stop_supervisor(settings)
        print(f"\nNot started. {error}", file=sys.stderr)
        return 1
    reported = state.read(settings.state_file) or {}
    print(welcome(settings, reported.get("url", settings.public_url), time.monotonic() - began))
    for warning in (client.failure, media.warning(settings)):
        if warning:
            print(f"\n{warning}", file=sys.stderr)
    return 0


def build_client(settings: NativeSettings, _: list[str]) -> int:
    """Builds the web client if its sources changed; `up` starts it."""
    try:
        web_client.build(settings)
    except web_client.NotBuilt as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def check_client(settings: NativeSettings, _: list[str]) -> int:
    """Checks the sources of the web client."""
    make_folder(settings.logs)
    try:
        return web_client.check(settings)
    except web_client.NotBuilt as error:
        print(error, file=sys.stderr)
        return 1


def _changed_settings(settings: NativeSettings) -> set[str]:
    """The settings whose values differ between the running system and this call, or that only one has."""
    reported = state.read(settings.state_file)
    if reported is None:
        return set()
    given = settings.fingerprints()
    return {name for name, _ in reported.get("settings", given).items() ^ given.items()}


def _spawn_supervisor(settings: NativeSettings) -> None:
    make_folder(settings.logs)
    settings.state_file.unlink(missing_ok=True)
    with open_log(settings.logs / "supervisor.log") as log:
        subprocess.Popen(
            [sys.executable, "-m", "native", "supervise"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**settings.environment, "PYTHONPATH": str(ROOT / "deploy")},
            start_new_session=True,
            cwd=ROOT,
        )


def _follow(settings: NativeSettings) -> str | None:
    """Prints each completed step; returns the error's sentence, or None once the system is ready."""
    reported = state.read(settings.state_file)
    if reported and reported["phase"] == "ready":
        return None  # it was ready before: do not print its steps
    printed, silent_since = 0, time.monotonic()
    while True:
        reported = state.read(settings.state_file)
        for name, seconds in (reported["steps"] if reported else [])[printed:]:
            print(f"  {name:<28}{seconds:6.1f} s", flush=True)
            printed += 1
            silent_since = time.monotonic()
        if reported and reported["phase"] == "ready":
            return None
        if reported and reported["phase"] == "stopping":
            return "The system is stopping; try again in a moment."
        if reported and reported["phase"] == "failed":
            return str(reported["error"])
        if time.monotonic() - silent_since > 5 and not is_running(settings):
            return f"The supervisor has ended; see {settings.logs / 'supervisor.log'}."
        time.sleep(POLL_SECONDS)


def reload(settings: NativeSettings, _: list[str]) -> int:
    """Lets gateway and sockets read the file of origins again; no socket is dropped."""
    reported = state.read(settings.state_file) if is_running(settings) else None
    if reported is None:
        print("The system does not run. Start it first: make up", file=sys.stderr)
        return 1
    if changed := _changed_settings(settings):  # the gateway would be written with other values
        names = ", ".join(sorted(changed))
        print(f"It runs with other values of {names}. Give those of `make up`.", file=sys.stderr)
        return 1
    if reported["phase"] != "ready":
        print("The system is starting or stopping; try again in a moment.", file=sys.stderr)
        return 1
    gateway.render_templates(settings)
    for name, pid in reported["pids"].items():
        if name == "gateway" or name.startswith("auth-match-realtime"):
            with suppress(ProcessLookupError):  # it is being restarted, and reads the file then
                os.kill(pid, signal.SIGHUP)
    listed = ", ".join(origins.of_file(settings)) or "none"
    print(f"Read again. Origins in {settings.origins_file}: {listed}.")
    return 0


def down(settings: NativeSettings, _: list[str]) -> int:
    """Stops everything; prints "Not running." if nothing runs."""
    if not is_running(settings):
        print("Not running.")
        return 0
    if not stop_supervisor(settings):
        print(f"Still stopping after {STOP_SECONDS} s; see {settings.logs}.", file=sys.stderr)
        return 1
    print("Stopped.")
    return 0


def reset(settings: NativeSettings, _: list[str]) -> int:
    """Stops everything and deletes all data, including secrets; only in a folder created by `up`."""
    if settings.data.exists() and not settings.lock_file.exists():
        print(f"{settings.data} holds no Maru system; nothing is deleted.", file=sys.stderr)
        return 1
    status = down(settings, [])
    if status == 0:
        shutil.rmtree(settings.postgres_home, ignore_errors=True)
        shutil.rmtree(settings.data, ignore_errors=True)
        print(f"Deleted {settings.data}.")
    return status


def status(settings: NativeSettings, _: list[str]) -> int:
    reported = state.read(settings.state_file) if is_running(settings) else None
    if reported is None:
        print("Not running.")
        return 1
    print(f"{reported['phase']} at {reported['url']}")
    for name, pid in reported["pids"].items():
        restarts = _restarts_line(reported.get("restarts", {}).get(name))
        print(f"  {name:<28}{'running' if _alive(pid) else 'restarting':<12}pid {pid:<9}{restarts}".rstrip())
    return 0


def _restarts_line(restarts: Mapping[str, Any] | None) -> str:
    if restarts is None:
        return ""
    return f"{restarts['count']} restarted, last at {restarts['at']}: it {restarts['reason']}"


def logs(settings: NativeSettings, names: list[str]) -> int:
    """Follows all logs, or only those whose name contains one of the given words."""
    existing = sorted(settings.logs.glob("*.log"))
    if not existing:
        print(f"No logs in {settings.logs} yet. Start the system: make up", file=sys.stderr)
        return 1
    files = [file for file in existing if not names or any(name in file.name for name in names)]
    if not files:
        print(f"No such log. Existing logs: {', '.join(file.stem for file in existing)}", file=sys.stderr)
        return 1
    return subprocess.call(["tail", "-n", "20", "-F", *map(str, files)])  # noqa: S607


def supervise(settings: NativeSettings, _: list[str]) -> int:
    """The background process. One per data folder: it holds the folder's lock as long as it lives."""
    import asyncio  # noqa: PLC0415 - the other verbs start faster without it

    from native.supervisor import Supervisor  # noqa: PLC0415

    settings.lock_file.parent.mkdir(parents=True, exist_ok=True)
    with settings.lock_file.open("a+") as lock:
        if not acquire(lock):
            print("Another supervisor uses this data folder.", file=sys.stderr)
            return 1
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        asyncio.run(Supervisor(settings).run())
    return 0


def with_stack(_: NativeSettings, rest: list[str]) -> int:
    """Runs a command beside a temporary system on free ports, which is deleted afterwards."""
    command = rest[1:] if rest[:1] == ["--"] else rest
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the system is stopped then, too
    try:
        with throw_away_system(os.environ) as settings:
            return subprocess.call(command, env=command_environment(settings), cwd=ROOT)
    except NotStarted:
        return 1


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def manage(settings: NativeSettings, arguments: list[str]) -> int:
    """Runs a management command of auth-match with the system's settings: ``manage createsuperuser``."""
    if not is_running(settings):
        print("The system does not run. Start it first: make up", file=sys.stderr)
        return 1
    if arguments == ["createsuperuser"] and not sys.stdin.isatty():
        # Django would do nothing, with exit code 0
        print("This asks questions, and there is no terminal. See docs/runbook.md, Staff.", file=sys.stderr)
        return 1
    command = [sys.executable, str(services.AUTH_MATCH / "manage.py"), *arguments]
    return subprocess.call(command, env={**os.environ, **services.environment(settings)}, cwd=ROOT)


def manage_media(settings: NativeSettings, arguments: list[str]) -> int:
    """Shows the owner of the media folder and the pending deletions: ``media status``."""
    if not is_running(settings):
        print("The system does not run. Start it first: make up", file=sys.stderr)
        return 1
    return media.run(settings, arguments)


def seed_demo(settings: NativeSettings, arguments: list[str]) -> int:
    """Fills the system with users, images, likes and votes."""
    return demo_data.run(settings, "seed", arguments)


def unseed_demo(settings: NativeSettings, arguments: list[str]) -> int:
    """Takes away what `seed-demo` made."""
    return demo_data.run(settings, "unseed", arguments)


def practise(settings: NativeSettings, arguments: list[str]) -> int:
    """A partner for calls, until Ctrl-C."""
    return practice.run(settings, arguments)


VERBS: dict[str, Callable[[NativeSettings, list[str]], int]] = {
    "build-client": build_client,
    "check-client": check_client,
    "up": up,
    "down": down,
    "reload": reload,
    "reset": reset,
    "status": status,
    "logs": logs,
    "manage": manage,
    "media": manage_media,
    "practice": practise,
    "seed-demo": seed_demo,
    "unseed-demo": unseed_demo,
    "supervise": supervise,
    "with-stack": with_stack,
}
