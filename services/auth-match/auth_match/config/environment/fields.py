"""The types of settings: how each is written in the environment, and its unit."""

from typing import Annotated, Any, Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from auth_match.accounts.domain.limits import Allowance, allowance
from auth_match.runtime.origins import origin_of

NO_SECRET = SecretStr("")


def _words(value: Any) -> Any:
    """A comma separated list; blanks around and between the commas do not count."""
    return (
        tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value
    )


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _limit(value: Any) -> Any:
    return allowance(value) if isinstance(value, str) else value


def public_address(url: str) -> str:
    """An http or https URL without a slash at the end."""
    origin_of(url)
    return url.rstrip("/")


def without_password(url: str) -> str:
    """A URL of PostgreSQL (libpq reads it) that names a database and holds no password: URLs get logged."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise ValueError("must be postgresql://user@host:port/database") from None
    if "password" in parts:
        raise ValueError("must not hold a password; use AUTH_MATCH_DATABASE_PASSWORD")
    if "dbname" not in parts:
        raise ValueError("must name a database")
    return url


def unit(text: str) -> Any:
    """The unit that the documents show."""
    return Field(json_schema_extra={"unit": text})


# Native running and compose set it: no operator has to.
WIRING = Field(json_schema_extra={"wiring": True})

Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
Origins = Annotated[Words, AfterValidator(lambda urls: tuple(origin_of(url) for url in urls))]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)]
# Pydantic adds no bound of a field to these: one with its own writes Annotated[int, unit(…)].
Seconds = Annotated[int, Field(ge=0, le=2**31 - 1, json_schema_extra={"unit": "seconds"})]
Days = Annotated[int, Field(ge=1, le=2**31 - 1, json_schema_extra={"unit": "days"})]
Limit = Annotated[Allowance, NoDecode, BeforeValidator(_limit), unit("free tries/seconds")]
