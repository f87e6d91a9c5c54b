"""The settings of a native run: folders, ports and the paths of the three servers' programs.

They are derived from the environment once, here; no other module of this package reads it. Default ports are
below 32768, the start of Linux's ephemeral range.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from native.declared import DeclaredSettings, SettingError

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_REALTIME_PROCESSES = 2
SETTING_PREFIXES = ("MARU_", "AUTH_MATCH_", "IMAGE_COMMUNITY_", "MATCH_", "VOICE_")
LOCAL_HOSTS = ("localhost", "127.0.0.1")
DEVELOPMENT_SERVERS = ("http://localhost:5173", "http://127.0.0.1:5173")  # Vite's, where our own is local
BLOCK = 10  # ports; each realtime process beyond the second takes one more, after the block


@dataclass(frozen=True, slots=True)
class Ports:
    """TCP ports on 127.0.0.1; only the gateway's is for external clients."""

    gateway: int
    realtime_processes: int = DEFAULT_REALTIME_PROCESSES

    @property
    def count(self) -> int:
        """How many consecutive ports, starting with the gateway's, a system needs."""
        return BLOCK + max(0, self.realtime_processes - DEFAULT_REALTIME_PROCESSES)

    @property
    def auth_match_web(self) -> int:
        return self.gateway + 1

    @property
    def realtime(self) -> tuple[int, ...]:
        ports = (self.gateway + 2, self.gateway + 3, *range(self.gateway + BLOCK, self.gateway + self.count))
        return ports[: self.realtime_processes]

    @property
    def image_web(self) -> tuple[int, int]:
        return self.gateway + 4, self.gateway + 5

    @property
    def postgres(self) -> int:
        return self.gateway + 7

    @property
    def redis(self) -> int:
        return self.gateway + 8

    @property
    def gateway_health(self) -> int:
        """Plain HTTP on the loopback beside a gateway that speaks TLS."""
        return self.gateway + 9

    def by_name(self) -> dict[str, int]:
        return {
            "gateway": self.gateway,
            "auth-match web": self.auth_match_web,
            **{f"realtime {number}": port for number, port in enumerate(self.realtime, start=1)},
            "image-community web 1": self.image_web[0],
            "image-community web 2": self.image_web[1],
            "PostgreSQL": self.postgres,
            "Redis": self.redis,
            "gateway health": self.gateway_health,
        }


@dataclass(frozen=True, slots=True)
class NativeSettings:
    ports: Ports
    data: Path
    public_url: str
    allowed_origins: str
    origins_file: Path
    environment: Mapping[str, str]
    declared: DeclaredSettings = field(default_factory=DeclaredSettings)
    web: Path = ROOT / "web"

    def fingerprints(self) -> dict[str, str]:
        """The hash of each given setting, by name, as some are secrets. For files, of their content."""
        return {
            name: hashlib.sha256(_content(name, value)).hexdigest()
            for name, value in self.environment.items()
            if value and name.startswith(SETTING_PREFIXES)
        }

    def make(self, target: str) -> str:
        """The command for this system, as an operator types it: `MARU_DATA_DIR=var2 make down`."""
        variables = ("MARU_HTTP_PORT", "MARU_DATA_DIR")
        given = [f"{name}={os.environ[name]}" for name in variables if os.environ.get(name)]
        return " ".join([*given, "make", target])

    @property
    def logs(self) -> Path:
        return self.data / "log"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets"

    @property
    def state_file(self) -> Path:
        return self.data / "run" / "state.json"

    @property
    def lock_file(self) -> Path:
        return self.data / "run" / "supervisor.lock"

    @property
    def is_self_signed(self) -> bool:
        return self.declared.tls == "self-signed"

    @property
    def certificate(self) -> tuple[str, str] | None:
        """The paths of the gateway's certificate and key, or None without TLS."""
        if self.is_self_signed:
            return str(self.data / "tls" / "certificate.pem"), str(self.data / "tls" / "key.pem")
        if self.declared.tls_certificate:
            return self.declared.tls_certificate, self.declared.tls_key
        return None

    @property
    def media(self) -> Path:
        return self.data / "media"

    @property
    def static(self) -> Path:
        return self.data / "static"

    @property
    def postgres_home(self) -> Path:
        """PostgreSQL's own folder: it never runs as root, so its user must be able to enter it."""
        if os.geteuid() != 0 or others_can_enter(self.data):
            return self.data / "postgres"
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"maru-postgres-{digest}"


def _content(name: str, value: str) -> bytes:
    names_a_file = name.endswith("_FILE") or name in ("MARU_TLS_CERTIFICATE", "MARU_TLS_KEY")
    return Path(value).read_bytes() if names_a_file and Path(value).is_file() else value.encode()


def others_can_enter(folder: Path) -> bool:
    """Whether any user may enter the folder and all its parents."""
    existing = [p for p in (folder, *folder.parents) if p.exists()]
    return all(p.stat().st_mode & 0o001 for p in existing)


def environment() -> dict[str, str]:
    """The process' environment, which overrides the checkout's ``.env``, if it exists."""
    written = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value is not None}
    return {**written, **os.environ}


def load(environment: Mapping[str, str]) -> NativeSettings:
    """Reads the settings; raises SettingError with a sentence for the operator."""
    declared = DeclaredSettings.read(environment)
    ports = Ports(_checked_port(declared), declared.realtime_processes)
    data = Path(declared.data_dir).expanduser()
    here = _own_origins(declared, ports.gateway)
    public_url = (environment.get("MARU_PUBLIC_URL") or here[0]).rstrip("/")
    development = DEVELOPMENT_SERVERS if urlsplit(public_url).hostname in LOCAL_HOSTS else ()
    data = data if data.is_absolute() else ROOT / data
    return NativeSettings(
        ports=ports,
        data=data,
        public_url=public_url,
        allowed_origins=environment.get("MARU_ALLOWED_ORIGINS")
        or ",".join(dict.fromkeys((public_url, *here, *development))),
        origins_file=ROOT / (environment.get("MARU_ORIGINS_PATH") or data / "allowed_origins"),
        environment=dict(environment),
        declared=declared,
    )


def _own_origins(declared: DeclaredSettings, port: int) -> list[str]:
    """The one to print first. https is for other machines, too."""
    has_own_files = bool(declared.tls_certificate or declared.tls_key)
    if declared.tls == "off":
        return [f"http://localhost:{port}", f"http://127.0.0.1:{port}"]
    if has_own_files:
        raise SettingError("MARU_TLS: either a self-signed certificate or MARU_TLS_CERTIFICATE, not both.")
    from native import self_signed  # noqa: PLC0415 - without it most verbs start faster

    return [f"https://{host}:{port}" for host in self_signed.hosts()]


def _checked_port(declared: DeclaredSettings) -> int:
    highest = 65536 - Ports(0, declared.realtime_processes).count
    if declared.http_port > highest:
        raise SettingError(
            f"MARU_HTTP_PORT: the ports above it are used, too; at most {highest}, not {declared.http_port}."
        )
    return declared.http_port
