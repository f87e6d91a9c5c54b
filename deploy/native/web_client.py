"""Builds `web/` with npm when its sources changed. ``up`` does it beside the start of the system, which needs
none of it: without a build the gateway serves the plain page of `web/site` (decision 0050).
"""

# ruff: noqa: T201 - a command line tool prints
import fcntl
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from native import node
from native.log_files import make_folder, open_log
from native.settings import ROOT, NativeSettings

WEB = ROOT / "web"
BUILT = ("client", "app")  # workspaces whose `dist` the gateway serves
NOT_SOURCES = {"node_modules", "dist", "test", "site", "examples", "__pycache__"}
STAMP = WEB / "node_modules" / ".maru-built"
INSTALLED = WEB / "node_modules" / ".package-lock.json"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error")
# npm's own patience with a registry that does not answer is over a minute and a half.
PATIENCE = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000")
LONGEST_SECONDS = 600
SAY_EVERY_SECONDS = 10
CAUSE = re.compile(r"Error: (.+)")


class NotBuilt(RuntimeError):
    """The text is a sentence for the operator."""


def is_current() -> bool:
    """Whether what the gateway serves was made from these sources; not when they cannot be read."""
    try:
        return STAMP.read_text() == _fingerprint()
    except OSError:
        return False


def _fingerprint() -> str:
    """Of the sources' content, and of the built files' names and times: these may come from other sources."""
    digest = hashlib.sha256()
    for path in _files(WEB, NOT_SOURCES):
        digest.update(f"{path.relative_to(WEB)}\0".encode() + path.read_bytes() + b"\0")
    for name in BUILT:
        for path in _files(WEB / name / "dist", set()):
            digest.update(f"{path.relative_to(WEB)}\0{path.stat().st_mtime_ns}\0".encode())
        digest.update(f"{(WEB / name / 'dist').exists()}".encode())
    return digest.hexdigest()


def _files(folder: Path, without: set[str]) -> Iterator[Path]:
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in without)
        yield from (Path(path) / name for name in sorted(names) if not name.endswith(".md"))


def installed() -> bool:
    """Whether `node_modules` holds every package of the lock that a build needs."""
    locked = _packages(WEB / "package-lock.json")
    present = _packages(INSTALLED)
    return all(
        name in present and present[name].get("integrity") == package.get("integrity")
        for name, package in locked.items()
        if name and not {"dev", "devOptional", "optional"} & package.keys()
    )


def has_development_packages() -> bool:
    """An installation by `npm ci` for work on the client keeps its linters and tests."""
    return any("dev" in package for package in _packages(INSTALLED).values())


def _packages(lock: Path) -> Mapping[str, Mapping[str, object]]:
    try:
        return dict(json.loads(lock.read_text())["packages"])
    except FileNotFoundError:
        return {}


def build(settings: NativeSettings) -> None:
    """Prints each step. Raises NotBuilt."""
    try:
        make_folder(settings.logs)
        with _alone():
            if not is_current():  # else another system of this checkout has built it meanwhile
                _build(settings, settings.logs / "web-client.log")
    except OSError as error:  # a folder that cannot be written
        raise NotBuilt(_sentence(settings, f"{error}.")) from None


def _build(settings: NativeSettings, log: Path) -> None:
    run = _Npm(_node(settings), settings, log)
    if not installed():
        of = () if has_development_packages() else ("--omit=dev",)
        run("npm packages", *INSTALL, *PATIENCE, *of)
    try:
        run("web client", "run", "build")
    except NotBuilt:
        # An optional package may be missing, such as the bundler's binary for this platform: npm takes that
        # for success. The next call installs again.
        INSTALLED.unlink(missing_ok=True)
        raise
    STAMP.write_text(_fingerprint())


def check(settings: NativeSettings) -> int:
    """Types, style, units and sizes, with the packages for these; the status of npm. Raises NotBuilt."""
    with _alone():
        chosen = _node(settings)
        if not (installed() and has_development_packages()):
            _Npm(chosen, settings, settings.logs / "web-client.log")("npm packages", *INSTALL, *PATIENCE)
        environment = {**chosen.environment(settings.environment), "PYTHON": sys.executable}
        return subprocess.call([*chosen.npm, "run", "--silent", "check"], cwd=WEB, env=environment)


@contextmanager
def _alone() -> Iterator[None]:
    """Two systems of one checkout share `web/`."""
    with (Path(sys.prefix) / ".web-client.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _node(settings: NativeSettings) -> node.Node:
    outer = settings.environment
    if chosen := node.on_path(outer) or node.of_wheel():
        return chosen
    print("  Node.js 20.19 or newer is not installed: its wheel is downloaded (only once)", flush=True)
    began = time.monotonic()
    try:
        chosen = node.install_wheel(outer)
    except node.NoNode as error:
        raise NotBuilt(_sentence(settings, str(error))) from None
    _say_step("Node.js", began)
    return chosen


class _Npm:
    """Runs one command of npm in `web/` and prints its step. Raises NotBuilt."""

    def __init__(self, chosen: node.Node, settings: NativeSettings, log: Path) -> None:
        self._node, self._settings, self._log = chosen, settings, log

    def __call__(self, name: str, *arguments: str) -> None:
        began = time.monotonic()
        self._log.unlink(missing_ok=True)  # of the last call alone
        with open_log(self._log) as output:
            running = subprocess.Popen(
                [*self._node.npm, *arguments],
                cwd=WEB,
                env={**self._node.environment(self._settings.environment), "NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            status = _wait(running, lambda: _say_still(name, began), began)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
        if status:
            raise NotBuilt(_sentence(self._settings, self._reason(arguments)))
        _say_step(name, began)

    def _reason(self, arguments: tuple[str, ...]) -> str:
        what = "npm cannot install its packages" if arguments[0] == "ci" else "`npm run build` failed"
        cause = CAUSE.search(self._log.read_text(errors="replace")) if self._log.exists() else None
        return f"{what} ({cause[1].strip()}); see {self._log}." if cause else f"{what}; see {self._log}."


def _wait(running: subprocess.Popen[bytes], say_still: Callable[[], None], began: float) -> int:
    while time.monotonic() - began < LONGEST_SECONDS:
        try:
            return running.wait(SAY_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            say_still()
    return 1


def _say_still(name: str, began: float) -> None:
    print(f"  {name}: still at it after {time.monotonic() - began:.0f} s", flush=True)


def _say_step(name: str, began: float) -> None:
    print(f"  {name:<28}{time.monotonic() - began:6.1f} s", flush=True)


def _sentence(settings: NativeSettings, reason: str) -> str:
    is_there = (WEB / "app" / "dist" / "index.html").exists()
    served = "/ shows what was built before" if is_there else "/ shows a plain page"
    return (
        f"The web client is not built: {reason}\n"
        f"Everything else works, and {served}. To try again: {settings.make('up')}"
    )


class BuiltBeside:
    """The build as a process of its own, beside the start of the system; none when nothing changed.

    It prints its steps; what it writes to stderr is the sentence of its failure.
    """

    def __init__(self, settings: NativeSettings) -> None:
        self.failure = ""
        self._running: subprocess.Popen[str] | None = None
        if not is_current():
            self._running = subprocess.Popen(
                [sys.executable, "-m", "native", "build-client"],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                env={**settings.environment, "PYTHONPATH": str(ROOT / "deploy")},
                cwd=ROOT,
            )

    def wait(self) -> None:
        if self._running is not None:
            self.failure = self._running.communicate()[1].strip()

    def stop(self) -> None:
        if self._running is not None and self._running.poll() is None:
            self._running.send_signal(signal.SIGINT)  # it ends npm, too
            self._running.communicate()


@contextmanager
def built_beside(settings: NativeSettings) -> Iterator[BuiltBeside]:
    building = BuiltBeside(settings)
    try:
        yield building
    finally:
        building.stop()
