"""Reads settings from the environment: `NAME`, or `NAME_FILE` = path of a file that holds the value.

Anything doubtful (both set, a file that is missing, unreadable or empty) stops the process at start and names
the variable, because a service that runs with half its secrets fails later and worse.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

Choice = TypeVar("Choice", bound=StrEnum)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class FileBackedEnvironment(Mapping[str, str]):
    """A mapping over `environ` in which `NAME_FILE` provides `NAME`. The file's content is stripped."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def __getitem__(self, name: str) -> str:
        path = self._variables.get(f"{name}_FILE")
        if path is None:
            return self._variables[name]
        if name in self._variables:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; set one of them.")
        return _read_value(name, path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)


def _read_value(name: str, path: str) -> str:
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {error}") from error
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE names an empty file: {path}")
    return value


class Environment:
    """Typed access to the variables. `default=None` means that the variable must be set."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = FileBackedEnvironment(os.environ if variables is None else variables)
        self._env = environ.Env()
        self._env.ENVIRON = self._variables

    def secret(self, name: str, default: str | None = None) -> str:
        """The exact text. django-environ would read a leading `$` as another variable's name."""
        value = self._variables.get(name)
        if value is not None and value.strip():
            return value
        if default is None:
            raise ImproperlyConfigured(f"Set {name} or {name}_FILE.")
        return default

    def text(self, name: str, default: str | None = None) -> str:
        return self.secret(name, default)

    def level(self, name: str, default: str) -> str:
        """A level of logging, in capitals."""
        return self._one_of(LEVELS, name, self.text(name, default).upper())

    def choice(self, name: str, default: Choice) -> Choice:
        """One of the values of the default's class, written as they are."""
        values = [str(value) for value in type(default)]
        return type(default)(self._one_of(values, name, self.text(name, str(default))))

    @staticmethod
    def _one_of(values: Collection[str], name: str, value: str) -> str:
        if value not in values:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(values)}.")
        return value

    def integer(self, name: str, default: int, *, low: int = 0, high: int = 2**31 - 1) -> int:
        """A whole number from `low` to `high`, both allowed."""
        try:
            number = int(self.text(name, str(default)))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be a whole number.") from error
        if not low <= number <= high:
            raise ImproperlyConfigured(f"{name} must be from {low} to {high}.")
        return number

    def words(self, name: str, default: list[str]) -> list[str]:
        """A comma separated list; blanks around and between the commas do not count."""
        words = [word.strip() for word in self._env.list(name, default=default) if word.strip()]
        return words or default

    def database(self, url_name: str, password_name: str) -> dict[str, Any]:
        """NAME, USER, PASSWORD, HOST, PORT, ENGINE. No password stands in the URL: URLs get logged."""
        url = self.text(url_name)
        parsed: dict[str, Any] = self._env.db_url_config(url)
        if parsed.get("PASSWORD"):
            raise ImproperlyConfigured(f"{url_name} must not hold a password; use {password_name}.")
        if not parsed.get("NAME"):
            raise ImproperlyConfigured(f"{url_name} must name a database.")
        return {**parsed, "PASSWORD": self.secret(password_name, "")}


def origin_of(url: str, *, name: str) -> str:
    """`scheme://host[:port]` as browsers send it in Origin (RFC 6454 6.2): lower case, no default port."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must be an http or https URL.")
    is_default_port = parts.port in (None, {"http": 80, "https": 443}[parts.scheme])
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" if is_default_port else f"{parts.scheme}://{host}:{parts.port}"
