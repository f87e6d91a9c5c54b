"""The two services' processes and their environment."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from native.heartbeat import make_heartbeat, path_of
from native.liveness import answers_http, touches
from native.processes import Process, http_ready
from native.settings import ROOT, SETTING_PREFIXES, NativeSettings

AUTH_MATCH = ROOT / "services" / "auth-match"
IMAGE_COMMUNITY = ROOT / "services" / "image-community"
BIN = Path(sys.executable).parent
UVICORN = str(BIN / "uvicorn")
LOOPBACK = "127.0.0.1"


def environment(settings: NativeSettings) -> dict[str, str]:
    """Both services' settings; secrets go by path (``X_FILE``), never by value."""
    secrets = settings.secrets
    postgres = f"127.0.0.1:{settings.ports.postgres}"
    redis = f"redis://127.0.0.1:{settings.ports.redis}"
    auth_match = f"http://127.0.0.1:{settings.ports.auth_match_web}"
    wiring = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": f"{AUTH_MATCH}:{IMAGE_COMMUNITY}",
        "MARU_PUBLIC_URL": settings.public_url,
        "MARU_ALLOWED_ORIGINS": settings.allowed_origins,
        "MARU_ORIGINS_PATH": str(settings.origins_file),
        "AUTH_MATCH_SECRET_KEY_FILE": str(secrets / "auth_match_secret_key"),
        "AUTH_MATCH_SERVICE_CREDENTIAL_FILE": str(secrets / "auth_match_service_credential"),
        "AUTH_MATCH_SIGNING_KEYS_DIR": str(secrets / "signing_keys"),
        "AUTH_MATCH_STATIC_ROOT": str(settings.static),
        "AUTH_MATCH_DATABASE_URL": f"postgresql://auth_match@{postgres}/auth_match",
        "AUTH_MATCH_DATABASE_PASSWORD_FILE": str(secrets / "auth_match_database_password"),
        "AUTH_MATCH_REDIS_URL": f"{redis}/0",
        "AUTH_MATCH_REDIS_PASSWORD_FILE": str(secrets / "redis_password"),
        "IMAGE_COMMUNITY_DATABASE_URL": f"postgresql://image_community@{postgres}/image_community",
        "IMAGE_COMMUNITY_DATABASE_PASSWORD_FILE": str(secrets / "image_community_database_password"),
        "IMAGE_COMMUNITY_REDIS_URL": f"{redis}/1",
        "IMAGE_COMMUNITY_REDIS_PASSWORD_FILE": str(secrets / "redis_password"),
        "IMAGE_COMMUNITY_JWKS_URL": f"{auth_match}/.well-known/jwks.json",
        "IMAGE_COMMUNITY_ACCOUNT_EVENTS_URL": f"{auth_match}/internal/account-events",
        "IMAGE_COMMUNITY_USER_NAMES_URL": f"{auth_match}/api/users/",
        "IMAGE_COMMUNITY_SERVICE_CREDENTIAL_FILE": str(secrets / "auth_match_service_credential"),
        "IMAGE_COMMUNITY_MEDIA_ROOT": str(settings.media),
    }
    return {**_given(settings.environment, wiring), **wiring}


def _given(environment: Mapping[str, str], wiring: Mapping[str, str]) -> dict[str, str]:
    """The operator's settings for the services, except those of the wiring, as X or as X_FILE."""
    wired = {name.removesuffix("_FILE") for name in wiring}
    return {
        name: value
        for name, value in environment.items()
        if value and name.startswith(SETTING_PREFIXES) and name.removesuffix("_FILE") not in wired
    }


def preparations() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Commands that must succeed before the services start; the groups run in parallel."""
    manage = (sys.executable, str(AUTH_MATCH / "manage.py"))
    return {
        "auth-match migrate": (
            (*manage, "make_signing_key"),
            (*manage, "migrate", "--no-input", "--verbosity", "0"),
            (*manage, "collectstatic", "--no-input", "--verbosity", "0"),
        ),
        "image-community migrate": (
            (str(BIN / "alembic"), "-c", str(IMAGE_COMMUNITY / "alembic.ini"), "upgrade", "head"),
        ),
    }


def processes(settings: NativeSettings) -> list[Process]:
    """The processes of both services."""
    shared = environment(settings)
    ports = settings.ports
    return [
        _auth_match_web(ports.auth_match_web, str(settings.declared.web_workers), shared),
        *(_realtime(number, port, shared) for number, port in enumerate(ports.realtime, start=1)),
        *(_image_web(number, port, shared) for number, port in enumerate(ports.image_web, start=1)),
        _worker(shared),
    ]


def _auth_match_web(port: int, workers: str, shared: Mapping[str, str]) -> Process:
    heartbeat = make_heartbeat("auth-match-web")
    return Process(
        name="auth-match-web",
        argv=(
            *(str(BIN / "gunicorn"), "--bind", "fd://{fd0}", "--workers", workers, "--threads", "4"),
            *("--worker-class", "auth_match.config.web_worker.WebWorker"),
            # the master replaces a frozen worker after --timeout; the supervisor replaces the whole service
            *("--timeout", "20", "--graceful-timeout", "8"),
            # The gateway bounds all three: a line at 16 KiB, which it may write some bytes longer. 0 means no
            # limit only for the request line; for a field gunicorn replaces it by its default, 8,190.
            *("--limit-request-line", "0", "--limit-request-field_size", "16640"),
            *("--limit-request-fields", "1000", "--no-control-socket"),
            "auth_match.config.wsgi:application",
        ),
        environment={**shared, "AUTH_MATCH_HEARTBEAT_PATH": path_of(heartbeat)},
        ready=http_ready(port, "/readyz"),
        listens=((LOOPBACK, port),),
        inherits=(heartbeat,),
        # the response to a probe would wait behind hundreds of logins
        liveness_probe=touches(heartbeat),
    )


def _realtime(number: int, port: int, shared: Mapping[str, str]) -> Process:
    return Process(
        name=f"auth-match-realtime-{number}",
        argv=(
            *(UVICORN, "auth_match.config.asgi:application", "--host", "127.0.0.1", "--port", str(port)),
            *("--http", "auth_match.runtime.http_protocol:ProblemHttpProtocol"),
            *("--ws", "auth_match.realtime.websocket_protocol:BoundedWebSocketProtocol"),
            # 16 KiB: a larger frame is closed with 1009 before it is read completely
            *("--ws-max-size", "16384", "--ws-per-message-deflate", "false", "--no-access-log"),
            # a client that is gone, or never reads, is cut at most 18 s after its last pong
            *("--ws-ping-interval", "8", "--ws-ping-timeout", "8"),
            *("--log-level", "warning", "--lifespan", "on", "--timeout-graceful-shutdown", "5"),
        ),
        environment=shared,
        ready=http_ready(port, "/readyz"),
        liveness_probe=answers_http(port),
    )


def _image_web(number: int, port: int, shared: Mapping[str, str]) -> Process:
    return Process(
        name=f"image-community-web-{number}",
        argv=(
            *(UVICORN, "--factory", "image_community.main:app_from_environment"),
            *("--fd", "{fd0}", "--no-access-log", "--log-level", "warning"),
            *("--http", "image_community.runtime.http_protocol:ProblemHttpProtocol"),
            *("--lifespan", "on", "--timeout-graceful-shutdown", "5"),
        ),
        environment=shared,
        # not /readyz: media that need an operator must not stop the rest from starting (decision 0028)
        ready=http_ready(port, "/startupz"),
        listens=((LOOPBACK, port),),
        liveness_probe=answers_http(port),
    )


def _worker(shared: Mapping[str, str]) -> Process:
    heartbeat = make_heartbeat("image-community-worker")
    return Process(
        name="image-community-worker",
        argv=(sys.executable, "-m", "image_community.worker"),
        environment={**shared, "IMAGE_COMMUNITY_HEARTBEAT_PATH": path_of(heartbeat)},
        ready=at_once,
        inherits=(heartbeat,),
        liveness_probe=touches(heartbeat),
    )


async def at_once() -> bool:
    """The worker has no port: it is ready when its process runs."""
    return True
