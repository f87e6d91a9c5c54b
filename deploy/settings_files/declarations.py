"""The settings of both services and of the system around them, as their pydantic models declare them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from auth_match.config.environment import Environment
from image_community.runtime.settings import Settings
from native.declared import GatewaySettings, NativeOnlySettings, SystemSettings

HIGHEST_INTEGER = 2**31 - 1


class ConflictError(ValueError):
    """Two declarations of one name say different things."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `default` and `values` are written as in the environment, `values` may be empty."""

    name: str
    default: str
    values: str
    description: str
    owner: str
    is_wiring: bool
    compose_default: str


AUTH_MATCH, IMAGE_COMMUNITY = "auth-match", "image-community"
SYSTEM, GATEWAY, NATIVE = "system", "gateway", "native"
Models = Sequence[tuple[str, type[BaseModel]]]
MODELS: Models = (
    (SYSTEM, SystemSettings),
    (GATEWAY, GatewaySettings),
    (AUTH_MATCH, Environment),
    (IMAGE_COMMUNITY, Settings),
    (NATIVE, NativeOnlySettings),
)


def declared(owner: str) -> list[Setting]:
    """The settings of one owner, in the order of their declaration."""
    return _declared(owner, dict(MODELS)[owner])


def _declared(owner: str, model: type[BaseModel]) -> list[Setting]:
    return [_setting(owner, field) for field in model.model_fields.values()]


def every_setting(models: Models = MODELS) -> list[Setting]:
    """Each name once. Raises ConflictError."""
    found: dict[str, Setting] = {}
    for owner, model in models:
        for setting in _declared(owner, model):
            first = found.setdefault(setting.name, setting)
            if (first.default, first.values, first.description) != (
                setting.default,
                setting.values,
                setting.description,
            ):
                raise ConflictError(f"{setting.name} is declared differently by {first.owner} and {owner}.")
    return list(found.values())


def _setting(owner: str, field: FieldInfo) -> Setting:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = "" if field.is_required() else _text(field.default)
    return Setting(
        name=str(field.alias),
        default=default,
        values=_values(field, str(extra.get("unit", ""))),
        description=str(field.description),
        owner=owner,
        is_wiring=bool(extra.get("wiring")),
        compose_default=str(extra.get("compose", default)),
    )


def _text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value.value if isinstance(value, Enum) else value)


def _values(field: FieldInfo, unit: str) -> str:
    """`1 to 299 seconds`, `off, enrolled or required`, `a, b, …`."""
    annotation = field.annotation
    if get_origin(annotation) is Literal:
        return _either([str(value) for value in get_args(annotation)])
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _either([str(value.value) for value in annotation])
    if get_origin(annotation) is tuple:
        return "comma separated"
    return " ".join(part for part in (_range(field), unit) if part)


def _either(values: list[str]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}"


def _range(field: FieldInfo) -> str:
    low = next((bound.ge for bound in field.metadata if isinstance(bound, Ge)), None)
    high = next((bound.le for bound in field.metadata if isinstance(bound, Le)), None)
    if high in (None, HIGHEST_INTEGER):
        return "" if low is None else f"{low} or more"
    return f"{low} to {high}"
