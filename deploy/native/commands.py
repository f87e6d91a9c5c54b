"""The verbs of the command line. They print what happens; the supervisor does it."""

# ruff: noqa: T201 - a command line tool speaks by printing
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from native import media, services, state
from native.log_files import make_folder, open_log
from native.settings import ROOT, NativeSettings
from native.throw_away import NotStarted, command_environment, throw_away_system

POLL_SECONDS = 0.1
STOP_SECONDS = 60


def up(settings: NativeSettings, _: list[str]) -> int:
    """Starts the system in the background; returns when it is ready, or says why it is not."""
    began = time.monotonic()
    if not is_running(settings):
        _spawn_supervisor(settings)
    elif changed := _changed_settings(settings):
        names = ", ".join(sorted(changed))
        print(
            f"Already running, with another {names}. To change that: make down, then make up.",
            file=sys.stderr,
        )
        return 1
    else:
        print("Already running.")
    try:
        error = _follow(settings)
    except KeyboardInterrupt:
        print("\nInterrupted: stopping what was started.")
        _stop(settings)
        return 130
    if error:
        _stop(settings)
        print(f"\nNot started. {error}", file=sys.stderr)
        return 1
    told = state.read(settings.state_file) or {}
    print(_welcome(settings, told.get("url", settings.public_url), time.monotonic() - began))
    if warning := media.warning(settings):
        print(f"\n{warning}", file=sys.stderr)
    return 0


def _changed_settings(settings: NativeSettings) -> set[str]:
    """Those that the running system was given otherwise, or not at all, or alone."""
    told = state.read(settings.state_file)
    if told is None:
        return set()
    given = settings.fingerprints()
    return {name for name, _ in told.get("settings", given).items() ^ given.items()}


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
    """Prints each step as it ends; returns the failure's sentence, or None once all is ready."""
    told = state.read(settings.state_file)
    if told and told["phase"] == "ready":
        return None  # since long: its steps are no news
    printed, silent_since = 0, time.monotonic()
    while True:
        told = state.read(settings.state_file)
        for name, seconds in (told["steps"] if told else [])[printed:]:
            print(f"  {name:<28}{seconds:6.1f} s", flush=True)
            printed += 1
            silent_since = time.monotonic()
        if told and told["phase"] == "ready":
            return None
        if told and told["phase"] == "stopping":
            return "The system is just stopping; try again in a moment."
        if told and told["phase"] == "failed":
            return str(told["error"])
        if time.monotonic() - silent_since > 5 and not is_running(settings):
            return f"The supervisor is gone; see {settings.logs / 'supervisor.log'}."
        time.sleep(POLL_SECONDS)


def _welcome(settings: NativeSettings, url: str, seconds: float) -> str:
    return (
        f"\nMaru is up at {url} ({seconds:.1f} s)\n"
        f"  documentation  {url}/docs/\n"
        f"  try it         {settings.make('demo')}   (signs two people up, matches them, lets them talk)\n"
        f"  logs           {settings.logs}   ({settings.make('logs')})\n"
        f"  stop           {settings.make('down')}   (make reset, likewise, also deletes all data)"
    )


def down(settings: NativeSettings, _: list[str]) -> int:
    """Stops everything; says so when there was nothing to stop."""
    if not is_running(settings):
        print("Not running.")
        return 0
    if not _stop(settings):
        print(f"Still stopping after {STOP_SECONDS} s; see {settings.logs}.", file=sys.stderr)
        return 1
    print("Stopped.")
    return 0


def _stop(settings: NativeSettings) -> bool:
    """Asks the supervisor to end and waits; False when it takes too long."""
    pid = _supervisor_pid(settings)
    if pid is None:
        return True
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while is_running(settings):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def reset(settings: NativeSettings, _: list[str]) -> int:
    """Stops everything and deletes all data, secrets included; only of a folder that we made."""
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
    told = state.read(settings.state_file) if is_running(settings) else None
    if told is None:
        print("Not running.")
        return 1
    print(f"{told['phase']} at {told['url']}")
    for name, pid in told["pids"].items():
        restarts = _restarts_line(told.get("restarts", {}).get(name))
        print(f"  {name:<28}{'running' if _alive(pid) else 'restarting':<12}pid {pid:<9}{restarts}".rstrip())
    return 0


def _restarts_line(restarts: Mapping[str, Any] | None) -> str:
    if restarts is None:
        return ""
    return f"{restarts['count']} restarted, last at {restarts['at']}: it {restarts['reason']}"


def logs(settings: NativeSettings, names: list[str]) -> int:
    """Follows all logs, or only those whose name contains one of the given words."""
    there = sorted(settings.logs.glob("*.log"))
    if not there:
        print(f"No logs in {settings.logs} yet. Start the system: make up", file=sys.stderr)
        return 1
    files = [file for file in there if not names or any(name in file.name for name in names)]
    if not files:
        print(f"No such log. There are: {', '.join(file.stem for file in there)}", file=sys.stderr)
        return 1
    return subprocess.call(["tail", "-n", "20", "-F", *map(str, files)])  # noqa: S607


def supervise(settings: NativeSettings, _: list[str]) -> int:
    """The background process itself. One a data folder: the lock is held for as long as it lives."""
    import asyncio  # noqa: PLC0415 - the other verbs start faster without it

    from native.supervisor import Supervisor  # noqa: PLC0415

    settings.lock_file.parent.mkdir(parents=True, exist_ok=True)
    with settings.lock_file.open("a+") as lock:
        if not _lock(lock):
            print("Another supervisor runs on this data folder.", file=sys.stderr)
            return 1
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        asyncio.run(Supervisor(settings).run())
    return 0


def with_stack(_: NativeSettings, rest: list[str]) -> int:
    """Runs a command beside a system of its own, on free ports, thrown away afterwards."""
    command = rest[1:] if rest[:1] == ["--"] else rest
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the system is taken down then too
    try:
        with throw_away_system(os.environ) as settings:
            return subprocess.call(command, env=command_environment(settings), cwd=ROOT)
    except NotStarted:
        return 1


def is_running(settings: NativeSettings) -> bool:
    """Whether a live supervisor holds the data folder's lock."""
    if not settings.lock_file.exists():
        return False
    with settings.lock_file.open("a+") as lock:
        return not _lock(lock)


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _supervisor_pid(settings: NativeSettings) -> int | None:
    if not is_running(settings):
        return None
    text = settings.lock_file.read_text()
    return int(text) if text else None


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def manage(settings: NativeSettings, arguments: list[str]) -> int:
    """Runs a management command of auth-match with the system's settings: ``manage createsuperuser``."""
    if not is_running(settings):
        print("The system does not run. Start it first: make up", file=sys.stderr)
        return 1
    if arguments == ["createsuperuser"] and not sys.stdin.isatty():  # Django would do nothing, with exit code 0
        print("This asks questions, and there is no terminal. See docs/runbook.md, Staff.", file=sys.stderr)
        return 1
    command = [sys.executable, str(services.AUTH_MATCH / "manage.py"), *arguments]
    return subprocess.call(command, env={**os.environ, **services.environment(settings)}, cwd=ROOT)


def manage_media(settings: NativeSettings, arguments: list[str]) -> int:
    """Whose the media folder is, and what waits to be deleted: ``media status``."""
    if not is_running(settings):
        print("The system does not run. Start it first: make up", file=sys.stderr)
        return 1
    return media.run(settings, arguments)


VERBS: dict[str, Callable[[NativeSettings, list[str]], int]] = {
    "up": up,
    "down": down,
    "reset": reset,
    "status": status,
    "logs": logs,
    "manage": manage,
    "media": manage_media,
    "supervise": supervise,
    "with-stack": with_stack,
}
