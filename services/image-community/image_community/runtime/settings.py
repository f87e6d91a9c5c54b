"""Every setting of this service, its unit and its default.

Each variable may also be given as NAME_FILE, the path of a file whose stripped content is the value
(secrets in compose and Kubernetes). Giving both, or a file that cannot be read or is empty, is an error.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import URL, make_url

from image_community.runtime.limits import Action, Allowance, AllowanceText

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


Origin = Annotated[str, AfterValidator(_origin)]
OptionalPath = Annotated[Path | None, BeforeValidator(lambda text: text or None)]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)]


class DatabaseSettings(BaseModel):
    """The settings of migrations."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    database_url: str = Field(alias="IMAGE_COMMUNITY_DATABASE_URL")
    database_password: SecretStr = Field(NO_SECRET, alias="IMAGE_COMMUNITY_DATABASE_PASSWORD")

    def sqlalchemy_url(self) -> URL:
        """The database address for SQLAlchemy's asyncpg dialect, password included."""
        password = self.database_password.get_secret_value() or None
        url = make_url(self.database_url).set(drivername="postgresql+asyncpg")
        return url.set(password=password) if password else url


class Settings(DatabaseSettings):
    """The settings of the web processes and the worker."""

    public_url: Origin = Field("http://localhost:8080", alias="MARU_PUBLIC_URL")
    token_issuer: str = Field("maru-auth-match", alias="MARU_TOKEN_ISSUER")
    token_audience: str = Field("maru", alias="MARU_TOKEN_AUDIENCE")
    log_level: LogLevel = Field("INFO", alias="MARU_LOG_LEVEL")
    redis_url: str = Field(alias="IMAGE_COMMUNITY_REDIS_URL")
    redis_password: SecretStr = Field(NO_SECRET, alias="IMAGE_COMMUNITY_REDIS_PASSWORD")
    jwks_url: str = Field(alias="IMAGE_COMMUNITY_JWKS_URL")
    account_events_url: str = Field(alias="IMAGE_COMMUNITY_ACCOUNT_EVENTS_URL")
    service_credential: SecretStr = Field(alias="IMAGE_COMMUNITY_SERVICE_CREDENTIAL")
    media_root: Path = Field(alias="IMAGE_COMMUNITY_MEDIA_ROOT")
    heartbeat_path: OptionalPath = Field(None, alias="IMAGE_COMMUNITY_HEARTBEAT_PATH")
    limit_match_per_user: AllowanceText = Field("1000/600", alias="IMAGE_COMMUNITY_LIMIT_MATCH_PER_USER")
    limit_vote_per_user: AllowanceText = Field("1000/600", alias="IMAGE_COMMUNITY_LIMIT_VOTE_PER_USER")
    limit_like_per_user: AllowanceText = Field("1000/600", alias="IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER")
    limit_upload_per_user: AllowanceText = Field("500/600", alias="IMAGE_COMMUNITY_LIMIT_UPLOAD_PER_USER")
    limit_decode_cpu_per_user: AllowanceText = Field(
        "60/600", alias="IMAGE_COMMUNITY_LIMIT_DECODE_CPU_PER_USER"
    )
    sweep_max_percent: float = Field(10, ge=0, le=100, alias="IMAGE_COMMUNITY_SWEEP_MAX_PERCENT")
    sweep_min_files: int = Field(20, ge=1, alias="IMAGE_COMMUNITY_SWEEP_MIN_FILES")

    def allowances(self) -> dict[Action, Allowance]:
        """The rate limits per user."""
        return {
            Action.MATCH: Allowance.parse(self.limit_match_per_user),
            Action.VOTE: Allowance.parse(self.limit_vote_per_user),
            Action.LIKE: Allowance.parse(self.limit_like_per_user),
            Action.UPLOAD: Allowance.parse(self.limit_upload_per_user),
        }

    def decode_cpu_allowance(self) -> Allowance:
        """CPU seconds for decoding per user, and their period in seconds."""
        return Allowance.parse(self.limit_decode_cpu_per_user)


class EnvironmentOrFile(EnvSettingsSource):
    """NAME, or the stripped content of the file that NAME_FILE names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """As the base class, for fields whose alias is the variable's name."""
        value, key, is_complex = super().get_field_value(field, field_name)
        name = str(field.alias)
        return value_or_file(name, value, self.env_vars), key, is_complex


def value_or_file(name: str, value: str | None, environment: Mapping[str, str | None]) -> str | None:
    """The variable's value, from the environment or a file.

    Raises:
        ValueError: given twice, or by a file that is unreadable or empty.
    """
    path = environment.get(f"{name}_FILE") or environment.get(f"{name}_FILE".lower())
    if path is None:
        return value
    if value is not None:
        raise ValueError(f"{name} and {name}_FILE are both set; keep one")
    try:
        content = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{name}_FILE cannot be read: {error}") from error
    if not content:
        raise ValueError(f"{name}_FILE is empty: {path}")
    return content


class _FromEnvironment(BaseSettings):
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (EnvironmentOrFile(settings_cls),)


class _EnvironmentDatabaseSettings(_FromEnvironment, DatabaseSettings):
    model_config = SettingsConfigDict(frozen=True, populate_by_name=True)


class _EnvironmentSettings(_FromEnvironment, Settings):
    model_config = SettingsConfigDict(frozen=True, populate_by_name=True)


def settings_from_environment() -> Settings:
    """Read every setting. Only entry points call this."""
    return _EnvironmentSettings()


def database_settings_from_environment() -> DatabaseSettings:
    """Read the settings of migrations."""
    return _EnvironmentDatabaseSettings()
