"""Reads the environment: `NAME`, or `NAME_FILE`, the path of a file that holds the value.

Anything doubtful (both given, a file that is missing, unreadable or empty) is an error that names the
variable: a service that runs with half its secrets fails later and worse. A blank value is none.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource


class EnvironmentOrFile(EnvSettingsSource):
    """For fields whose alias is the variable's name."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """As the base class, or from the file."""
        value, key, is_complex = super().get_field_value(field, field_name)
        return value_or_file(str(field.alias), value, self.env_vars), key, is_complex


def value_or_file(name: str, value: str | None, environment: Mapping[str, str | None]) -> str | None:
    """The variable's value, or the stripped content of the file.

    Raises: ValueError: given twice, or by a file that cannot be read or is empty.
    """
    given = value if value and value.strip() else None
    path = environment.get(f"{name}_FILE")
    if not path:
        return given
    if given is not None:
        raise ValueError(f"{name} and {name}_FILE are both set; set one of them.")
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ValueError(f"{name}_FILE names a file that cannot be read: {error}") from error
    if not content:
        raise ValueError(f"{name}_FILE names an empty file: {path}")
    return content
