"""A system of its own for tests: on free ports, in a new folder, gone afterwards."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from native import postgres, services
from native.processes import port_in_use, tail
from native.settings import OURS, ROOT, NativeSettings, Ports, load, realtime_processes

FIRST_PORTS = range(10_000, 20_000, 20)  # no block reaches into the next
NOT_INHERITED = ("MARU_PUBLIC_URL", "MARU_ALLOWED_ORIGINS")


class NotStarted(RuntimeError):
    """Why has been printed."""


@contextmanager
def throw_away_system(environment: Mapping[str, str]) -> Iterator[NativeSettings]:
    """A running system with the settings given, but folder and ports. Raises NotStarted."""
    given = {name: value for name, value in environment.items() if name not in NOT_INHERITED}
    given["MARU_HTTP_PORT"] = str(_free_block(realtime_processes(environment)))
    folder = Path(tempfile.mkdtemp(prefix="maru-stack-"))  # last: what fails before leaves nothing
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
    """As a process of its own, which leaves no children to ours."""
    environment = {**settings.environment, "PYTHONPATH": str(ROOT / "deploy")}
    return subprocess.call([sys.executable, "-m", "native", verb], env=environment, cwd=ROOT)


def command_environment(settings: NativeSettings) -> dict[str, str]:
    """What a command gets that is run beside the system: ours, in place of whatever was set before."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    return {**bare, **_test_environment(settings)}


def _test_environment(settings: NativeSettings) -> dict[str, str]:
    """The gateway's address for what talks to the whole, and the two servers for each service's own
    tests: the superuser (they make databases of their own) and Redis databases nobody else uses."""
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
    """At random, so that two runs that start together do not choose the same."""
    for first in random.sample(FIRST_PORTS, len(FIRST_PORTS)):
        if not any(map(port_in_use, Ports(first, processes).by_name().values())):
            return first
    raise SystemExit("No free block of ports between 10000 and 20000.")


def _show_log_tails(settings: NativeSettings) -> None:
    for file in sorted(settings.logs.glob("*.log")):
        print(f"--- {file.name}", *tail(file, 15), sep="\n", file=sys.stderr)  # noqa: T201 - for who started it
