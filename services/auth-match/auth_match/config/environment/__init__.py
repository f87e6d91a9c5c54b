"""Every setting of auth-match: name, type, unit, default, meaning. Declared here, once.

`make settings` writes `.env.example`, docs/settings.md and the environment in docker-compose.yml from it.
"""

from typing import Any, Self

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from auth_match.accounts.domain.limits import Allowance
from auth_match.config.environment.accounts import AccountSettings
from auth_match.config.environment.limits import LimitSettings
from auth_match.config.environment.matching import MatchingSettings
from auth_match.config.environment.source import EnvironmentOrFile
from auth_match.config.environment.system import SystemSettings
from auth_match.config.environment.voice import VoiceSettings
from auth_match.config.environment.wiring import WiringSettings


def _sentence(detail: ErrorDetails) -> str:
    name = detail["loc"][0]
    if detail["type"] == "missing":
        return f"Set {name} or {name}_FILE."
    return f"{name}: {detail['msg'].removeprefix('Value error, ')}."


class Environment(
    BaseSettings,
    SystemSettings,
    MatchingSettings,
    VoiceSettings,
    AccountSettings,
    LimitSettings,
    WiringSettings,
):
    """The settings of all processes of auth-match."""

    model_config = SettingsConfigDict(
        frozen=True, case_sensitive=True, hide_input_in_errors=True, extra="ignore"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables and their files; no .env, which is the operator's tools' to read."""
        return (EnvironmentOrFile(settings_cls),)

    @classmethod
    def read(cls) -> Self:
        """The process' environment.

        Raises: ImproperlyConfigured: a sentence for each setting that cannot be used; no value is in it.
        """
        try:
            return cls()
        except ValidationError as error:
            raise ImproperlyConfigured(" ".join(map(_sentence, error.errors()))) from None
        except (SettingsError, ValueError) as error:
            raise ImproperlyConfigured(str(error.__cause__ or error)) from None

    def limits(self) -> dict[str, Allowance]:
        """The rate limits, each by its name without `limit_`."""
        names = (name for name in type(self).model_fields if name.startswith("limit_"))
        return {name.removeprefix("limit_"): getattr(self, name) for name in names}

    def database(self) -> dict[str, Any]:
        """NAME, USER, PASSWORD, HOST and PORT, as Django wants them."""
        parts = conninfo_to_dict(self.database_url)
        names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
        found = {name: str(parts.get(part, "")) for name, part in names.items()}
        return {**found, "PASSWORD": self.database_password.get_secret_value()}
