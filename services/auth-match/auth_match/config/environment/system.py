"""What both services and the gateway agree on."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from auth_match.config.environment.fields import LogLevel, Origins, public_address


class SystemSettings(BaseModel):
    """The whole system."""

    public_url: Annotated[str, AfterValidator(public_address)] = Field(
        "http://localhost:8080",
        alias="MARU_PUBLIC_URL",
        description="The address people use: image URLs are made from it, its origin may always call the "
        "APIs.",
    )
    allowed_origins: Origins = Field(
        ("http://localhost:8080",),
        alias="MARU_ALLOWED_ORIGINS",
        description="Origins whose pages may call the APIs and open sockets; our own pages always may. "
        "Without it those of a development server, http://localhost:5173 and http://127.0.0.1:5173, "
        "while MARU_PUBLIC_URL is of localhost.",
    )
    origins_file: str = Field(
        "",
        alias="MARU_ORIGINS_PATH",
        description="Path of a file with more of them, one per line, which gateway and sockets read again "
        "on SIGHUP (`make reload`).",
    )
    token_issuer: str = Field(
        "maru-auth-match", alias="MARU_TOKEN_ISSUER", description="Issuer of access tokens (`iss`)."
    )
    token_audience: str = Field(
        "maru", alias="MARU_TOKEN_AUDIENCE", description="Audience of access tokens (`aud`)."
    )
    log_level: LogLevel = Field(
        "INFO", alias="MARU_LOG_LEVEL", description="The least level of log lines that are written."
    )
