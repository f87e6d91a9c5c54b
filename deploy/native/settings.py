"""The settings of a native run: folders, ports and the paths of the three servers' programs.

They are derived from the environment (see ``.env.example``) once, here; no other module of this package reads
it. Default ports are below 32768, the start of Linux's ephemeral range.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_HTTP_PORT = 8080
DEFAULT_REALTIME_PROCESSES = 2
MAX_REALTIME_PROCESSES = 8
SETTING_PREFIXES = ("MARU_", "AUTH_MATCH_", "IMAGE_COMMUNITY_", "MATCH_", "VOICE_")
BLOCK = 10  # ports; each realtime process beyond the second takes one more, after the block


class SettingError(ValueError):
    """A setting cannot be used; the text is one plain sentence for the operator."""


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
    environment: Mapping[str, str]
    log_max_mb: int = 10
    log_files: int = 3

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
    processes = realtime_processes(environment)
    port = _port(environment.get("MARU_HTTP_PORT") or str(DEFAULT_HTTP_PORT), processes)
    data = Path(environment.get("MARU_DATA_DIR") or ROOT / "var").expanduser()
    data = data if data.is_absolute() else ROOT / data
    here = f"http://localhost:{port}", f"http://127.0.0.1:{port}"
    public_url = (environment.get("MARU_PUBLIC_URL") or here[0]).rstrip("/")
    return NativeSettings(
        ports=Ports(port, processes),
        data=data,
        public_url=public_url,
        allowed_origins=environment.get("MARU_ALLOWED_ORIGINS") or ",".join({public_url, *here}),
        environment=dict(environment),
        log_max_mb=_whole("MARU_LOG_MAX_MB", environment.get("MARU_LOG_MAX_MB") or "10", 1, 100_000),
        log_files=_whole("MARU_LOG_FILES", environment.get("MARU_LOG_FILES") or "3", 1, 100),
    )


def realtime_processes(environment: Mapping[str, str]) -> int:
    text = environment.get("MARU_REALTIME_PROCESSES") or str(DEFAULT_REALTIME_PROCESSES)
    if not re.fullmatch(r"\d", text) or not 1 <= int(text) <= MAX_REALTIME_PROCESSES:
        raise SettingError(
            f"MARU_REALTIME_PROCESSES must be a number from 1 to {MAX_REALTIME_PROCESSES}, not {text!r}."
        )
    return int(text)


def _whole(name: str, text: str, lowest: int, highest: int) -> int:
    if not re.fullmatch(r"\d{1,9}", text) or not lowest <= int(text) <= highest:
        raise SettingError(f"{name} must be a number from {lowest} to {highest}, not {text!r}.")
    return int(text)


def _port(text: str, processes: int) -> int:
    highest = 65536 - Ports(0, processes).count
    if not re.fullmatch(r"\d{1,5}", text) or not 1024 <= int(text) <= highest:
        raise SettingError(f"MARU_HTTP_PORT must be a number from 1024 to {highest}, not {text!r}.")
    return int(text)
