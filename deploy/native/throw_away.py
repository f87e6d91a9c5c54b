"""A temporary system for tests: on free ports, in a new folder, deleted afterwards."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from native import postgres, services
from native.declared import DeclaredSettings
from native.processes import port_in_use, tail
from native.settings import ROOT, SETTING_PREFIXES, NativeSettings, Ports, load

FIRST_PORTS = range(10_000, 20_000, 20)  # blocks do not overlap
NOT_INHERITED = ("MARU_PUBLIC_URL", "MARU_ALLOWED_ORIGINS", "MARU_ORIGINS_PATH", "MARU_TLS")


class NotStarted(RuntimeError):
    """The system did not start; the reason has been printed."""


@contextmanager
def throw_away_system(environment: Mapping[str, str]) -> Iterator[NativeSettings]:
    """A running system with the given settings, except folder and ports. Raises NotStarted."""
    given = {name: value for name, value in environment.items() if name not in NOT_INHERITED}
    given["MARU_HTTP_PORT"] = str(_free_block(DeclaredSettings.read(environment).realtime_processes))
    folder = Path(tempfile.mkdtemp(prefix="maru-stack-"))  # last: an earlier failure leaves no folder
    folder.chmod(0o755)
    settings = load({**given, "MARU_DATA_DIR": str(folder)})
    try:
        if _native("up", settings):
            _show_log_tails(settings)
            raise NotStarted
        yield settings
    finally:
        _native("reset", settings)


def _native(verb: str, settings: NativeSettings) -> int:
    """Runs a verb in its own process, so that no children stay with this one."""
    environment = {**settings.environment, "PYTHONPATH": str(ROOT / "deploy")}
    return subprocess.call([sys.executable, "-m", "native", verb], env=environment, cwd=ROOT)


def command_environment(settings: NativeSettings) -> dict[str, str]:
    """The environment of a command beside the system: its settings replace all inherited ones."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith(SETTING_PREFIXES)}
    return {**bare, **_test_environment(settings)}


def _test_environment(settings: NativeSettings) -> dict[str, str]:
    """The gateway's address for tests of the whole system, and both servers for each service's own tests:
    the superuser (they create their own databases) and Redis databases that the system does not use."""
    password = str(settings.secrets / "postgres_password")
    server = f"postgresql://postgres@127.0.0.1:{settings.ports.postgres}"
    redis = f"redis://127.0.0.1:{settings.ports.redis}"
    return {
        **services.environment(settings),
        "PYTHONPATH": ":".join(
            map(str, (ROOT / "deploy", services.AUTH_MATCH, services.IMAGE_COMMUNITY, ROOT))
        ),
        "MARU_BASE_URL": f"http://127.0.0.1:{settings.ports.gateway}",
        "MARU_DATA_DIR": str(settings.data),
        "MARU_HTTP_PORT": str(settings.ports.gateway),
        "AUTH_MATCH_DATABASE_URL": f"{server}/auth_match",
        "AUTH_MATCH_DATABASE_PASSWORD_FILE": password,
        "AUTH_MATCH_REDIS_URL": f"{redis}/14",
        "IMAGE_COMMUNITY_DATABASE_URL": f"{server}/image_community",
        "IMAGE_COMMUNITY_DATABASE_PASSWORD_FILE": password,
        "IMAGE_COMMUNITY_REDIS_URL": f"{redis}/15",
        "MARU_POSTGRES_BIN": str(postgres.binaries(settings)),
    }


def _free_block(processes: int) -> int:
    """A random block, so that two runs that start together choose different ones."""
    for first in random.sample(FIRST_PORTS, len(FIRST_PORTS)):
        if not any(map(port_in_use, Ports(first, processes).by_name().values())):
            return first
    raise SystemExit("No free block of ports between 10000 and 20000.")


def _show_log_tails(settings: NativeSettings) -> None:
    for file in sorted(settings.logs.glob("*.log")):
        print(f"--- {file.name}", *tail(file, 15), sep="\n", file=sys.stderr)  # noqa: T201 - for the caller
