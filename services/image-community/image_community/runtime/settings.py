"""Every setting of this service: name, type, unit, default, meaning. Declared here, once.

`make settings` writes `.env.example`, docs/settings.md and the environment in docker-compose.yml from it.
"""

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode, SettingsConfigDict
from sqlalchemy.engine import URL, make_url

from image_community.runtime.environment_source import FromEnvironment
from image_community.runtime.limits import Action, Allowance

NO_SECRET = SecretStr("")
CSS_UNSAFE = frozenset(" \t\n\r\f\"'()\\<>")


def _origin(text: str) -> str:
    """An http(s) origin without a slash at the end; image URLs made from it need no quoting in CSS."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("must be an http or https address such as https://maru.example")
    if CSS_UNSAFE & set(text):
        raise ValueError("must not contain spaces, quotes or brackets")
    return text.rstrip("/")


def _limit(value: Any) -> Any:
    return Allowance.parse(value) if isinstance(value, str) else value


def _unit(text: str) -> Any:
    return Field(json_schema_extra={"unit": text})


# Native running and compose set it: no operator has to.
WIRING = Field(json_schema_extra={"wiring": True})

Origin = Annotated[str, AfterValidator(_origin)]
OptionalPath = Annotated[Path | None, BeforeValidator(lambda text: text or None), WIRING]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)]
Limit = Annotated[Allowance, NoDecode, BeforeValidator(_limit), _unit("tries/seconds")]
CpuLimit = Annotated[Allowance, NoDecode, BeforeValidator(_limit), _unit("CPU seconds/seconds")]
Votes = Annotated[int, _unit("votes")]
Percent = Annotated[float, _unit("percent")]


class DatabaseSettings(BaseModel):
    """The settings of migrations."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, hide_input_in_errors=True)

    database_url: Annotated[str, WIRING] = Field(
        alias="IMAGE_COMMUNITY_DATABASE_URL", description="postgresql://user@host:port/database"
    )
    database_password: Annotated[SecretStr, WIRING] = Field(
        NO_SECRET, alias="IMAGE_COMMUNITY_DATABASE_PASSWORD", description="The password of that user."
    )

    def sqlalchemy_url(self) -> URL:
        """The database address for SQLAlchemy's asyncpg dialect, password included."""
        password = self.database_password.get_secret_value() or None
        url = make_url(self.database_url).set(drivername="postgresql+asyncpg")
        return url.set(password=password) if password else url


class Settings(DatabaseSettings):
    """The settings of the web processes and the worker."""

    public_url: Origin = Field(
        "http://localhost:8080",
        alias="MARU_PUBLIC_URL",
        description="The address people use: image URLs are made from it, its origin may always call the "
        "APIs.",
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

    limit_match_per_user: Limit = Field(
        Allowance(1000, 600),
        alias="IMAGE_COMMUNITY_LIMIT_MATCH_PER_USER",
        description="Requests of one user for two images. As for every limit here, more are answered 429 "
        "until the seconds since the first one are over; a user who is not logged in is not "
        "counted.",
    )
    limit_vote_per_user: Limit = Field(
        Allowance(1000, 600),
        alias="IMAGE_COMMUNITY_LIMIT_VOTE_PER_USER",
        description="Votes and skips of one user.",
    )
    limit_like_per_user: Limit = Field(
        Allowance(1000, 600),
        alias="IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER",
        description="Likes of one user, and taking them back.",
    )
    limit_upload_per_user: Limit = Field(
        Allowance(500, 600),
        alias="IMAGE_COMMUNITY_LIMIT_UPLOAD_PER_USER",
        description="Uploads of one user.",
    )
    limit_decode_cpu_per_user: CpuLimit = Field(
        Allowance(60, 600),
        alias="IMAGE_COMMUNITY_LIMIT_DECODE_CPU_PER_USER",
        description="What decoding one user's uploads may take.",
    )
    sweep_max_percent: Percent = Field(
        10,
        ge=0,
        le=100,
        alias="IMAGE_COMMUNITY_SWEEP_MAX_PERCENT",
        description="A sweep that would delete more than this share of the files, and at least "
        "IMAGE_COMMUNITY_SWEEP_MIN_FILES of them, deletes none and waits for an operator (docs/runbook.md, "
        '"Media restored beside another database").',
    )
    sweep_min_files: int = Field(
        20,
        ge=1,
        alias="IMAGE_COMMUNITY_SWEEP_MIN_FILES",
        description="The number of files that belongs to IMAGE_COMMUNITY_SWEEP_MAX_PERCENT.",
    )

    leaderboard_min_votes: Votes = Field(
        300,
        ge=1,
        alias="IMAGE_COMMUNITY_LEADERBOARD_MIN_VOTES",
        description="A model with fewer votes is rated, but the leaderboard of models does not show it. With "
        "fewer, intervals of ratings are wide.",
    )

    redis_url: Annotated[str, WIRING] = Field(
        alias="IMAGE_COMMUNITY_REDIS_URL", description="redis://host:port/database"
    )
    redis_password: Annotated[SecretStr, WIRING] = Field(
        NO_SECRET, alias="IMAGE_COMMUNITY_REDIS_PASSWORD", description="The password of Redis."
    )
    jwks_url: Annotated[str, WIRING] = Field(
        alias="IMAGE_COMMUNITY_JWKS_URL", description="Where auth-match publishes the keys of tokens."
    )
    account_events_url: Annotated[str, WIRING] = Field(
        alias="IMAGE_COMMUNITY_ACCOUNT_EVENTS_URL",
        description="auth-match's feed of ended sessions and changed accounts.",
    )
    user_names_url: Annotated[str, WIRING] = Field(
        alias="IMAGE_COMMUNITY_USER_NAMES_URL",
        description="Where auth-match answers names of users.",
    )
    service_credential: Annotated[SecretStr, WIRING] = Field(
        alias="IMAGE_COMMUNITY_SERVICE_CREDENTIAL",
        description="Opens that feed; both services share it.",
    )
    media_root: Annotated[Path, WIRING] = Field(
        alias="IMAGE_COMMUNITY_MEDIA_ROOT",
        description="Folder of public/ (served as /uploads/) and withheld/.",
    )
    heartbeat_path: OptionalPath = Field(
        None,
        alias="IMAGE_COMMUNITY_HEARTBEAT_PATH",
        description="A file that the worker touches every two seconds, so that others see that it is not "
        "frozen; empty = none.",
    )

    def allowances(self) -> dict[Action, Allowance]:
        """The rate limits per user."""
        return {
            Action.MATCH: self.limit_match_per_user,
            Action.VOTE: self.limit_vote_per_user,
            Action.LIKE: self.limit_like_per_user,
            Action.UPLOAD: self.limit_upload_per_user,
        }


class _EnvironmentDatabaseSettings(FromEnvironment, DatabaseSettings):
    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, case_sensitive=True)


class _EnvironmentSettings(FromEnvironment, Settings):
    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, case_sensitive=True)


def settings_from_environment() -> Settings:
    """Read every setting. Only entry points call this."""
    return _EnvironmentSettings()


def database_settings_from_environment() -> DatabaseSettings:
    """Read the settings of migrations."""
    return _EnvironmentDatabaseSettings()
