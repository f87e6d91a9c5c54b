"""The settings of the system around the services: gateway, ports, processes, folders. Declared here once.

`make settings` writes `.env.example`, docs/settings.md and the gateway's environment in compose from it.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

MAX_PER_CLIENT = 65_535  # the maximum of nginx's limit_conn
MAX_REALTIME_PROCESSES = 8
LOOPBACK_NETWORKS = ("127.0.0.0/8", "::1/128")
# To a container, who is on the machine itself comes from an address of its network.
PRIVATE_NETWORKS = "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,::1/128,fc00::/7"


class SettingError(ValueError):
    """A setting cannot be used; the text is one plain sentence for the operator."""


def _words(value: Any) -> Any:
    return (
        tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value
    )


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]


class SystemSettings(BaseModel):
    """What native running and compose share."""

    http_port: int = Field(
        8080,
        alias="MARU_HTTP_PORT",
        ge=1024,
        le=65_535,
        description="Port of the gateway on this machine; natively the nine ports above it are used "
        "inside, and one more for each realtime process past the second.",
    )
    realtime_processes: int = Field(
        2,
        alias="MARU_REALTIME_PROCESSES",
        ge=1,
        le=MAX_REALTIME_PROCESSES,
        description="Processes that hold auth-match's sockets.",
    )
    tls_certificate: str = Field(
        "",
        alias="MARU_TLS_CERTIFICATE",
        description="Path of the certificate chain of the gateway's own TLS; with it MARU_TLS_KEY.",
    )
    tls_key: str = Field("", alias="MARU_TLS_KEY", description="Path of its private key.")


class GatewaySettings(BaseModel):
    """What nginx is configured with, natively and in compose."""

    trusted_proxies: Words = Field(
        (),
        alias="MARU_TRUSTED_PROXIES",
        description="Networks of a proxy in front whose X-Forwarded-For and X-Forwarded-Proto are "
        "trusted. Without it all users who come through that proxy are one client to every "
        "limit per address; so they are behind rootless Docker.",
    )
    requests_per_client: int = Field(
        200,
        alias="MARU_REQUESTS_PER_CLIENT",
        ge=1,
        le=MAX_PER_CLIENT,
        description="Requests that one client (an IPv4 address, or the /64 of an IPv6 address) may have "
        "open at a time. One more is refused (429). Raise it where many people share an "
        "address.",
    )
    sockets_per_client: int = Field(
        200,
        alias="MARU_SOCKETS_PER_CLIENT",
        ge=1,
        le=MAX_PER_CLIENT,
        description="Sockets, in the same way.",
    )
    admin_networks: Words = Field(
        LOOPBACK_NETWORKS,
        alias="MARU_ADMIN_NETWORKS",
        description="Networks that may open /admin/ (compose: private networks).",
        json_schema_extra={"compose": PRIVATE_NETWORKS},
    )


class NativeOnlySettings(BaseModel):
    """What only native running has."""

    tls: Literal["off", "self-signed"] = Field(
        "off",
        alias="MARU_TLS",
        description="With self-signed (`make up TLS=1`) the gateway speaks https with a certificate that it "
        "signs itself, so that another machine of the network may use the microphone.",
    )
    data_dir: str = Field(
        "var",
        alias="MARU_DATA_DIR",
        description="Folder of all data, logs and secrets; relative to the checkout.",
    )
    postgres_bin: str = Field(
        "",
        alias="MARU_POSTGRES_BIN",
        description="Folder of the programs of a PostgreSQL (17 or newer) of your own, instead of the wheel.",
    )
    redis_bin: str = Field(
        "", alias="MARU_REDIS_BIN", description="Program of a Redis or Valkey server of your own."
    )
    nginx_bin: str = Field(
        "", alias="MARU_NGINX_BIN", description="Program of an nginx (1.29.7 or newer) of your own."
    )
    log_max_mb: int = Field(
        10,
        alias="MARU_LOG_MAX_MB",
        ge=1,
        le=100_000,
        description="Size of one file of a log (var/log); then the next one begins.",
        json_schema_extra={"unit": "MiB"},
    )
    log_files: int = Field(
        3,
        alias="MARU_LOG_FILES",
        ge=1,
        le=100,
        description="Files that are kept of each log; the oldest lines go.",
    )
    web_workers: int = Field(
        2,
        alias="MARU_WEB_WORKERS",
        ge=1,
        le=64,
        description="Worker processes of auth-match's API, four threads each.",
    )


class DeclaredSettings(SystemSettings, GatewaySettings, NativeOnlySettings):
    """All of them, from an environment."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Blank values are none. Raises SettingError."""
        given = {name: value for name, value in environment.items() if value.strip()}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            raise SettingError(f"{first['loc'][0]}: {first['msg']}, not {first['input']!r}.") from None
