"""Parses and renders frames: text to JSON object and back. Pure, without I/O."""

import json
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from auth_match.realtime.errors import InvalidFrame, MalformedFrame
from auth_match.runtime.field_errors import sentence_of
from auth_match.runtime.storable import holds_unstorable_text

T = TypeVar("T")


class Shape(BaseModel):
    """Part of a client's frame: types are exact, unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)


class ClientFrame(Shape):
    """A client's message; the direct response repeats its `id` as `re`."""

    id: Annotated[str, Field(max_length=64)] | int | None = None


def parse(text: str | None) -> dict[str, Any]:
    """The frame's JSON object. MalformedFrame otherwise: binary, arrays, NaN, lone surrogates, NUL."""
    if text is None:
        raise MalformedFrame
    try:
        frame = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedFrame from error
    if not isinstance(frame, dict) or holds_unstorable_text(frame):
        raise MalformedFrame
    return frame


def parsed_as(adapter: TypeAdapter[T], frame: dict[str, Any]) -> T:
    """The frame as one of the feature's messages. InvalidFrame when it is not one of them."""
    try:
        return adapter.validate_python(frame)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        # The first part of the path is the message's type; without one that field is wrong.
        field = ".".join(str(part) for part in first["loc"][1:])
        kind = str(first.get("ctx", {}).get("discriminator", "frame")).strip("'")
        raise InvalidFrame(f"{field or kind}: {sentence_of(first)}") from error


def render(frame: dict[str, Any], *, seq: int, re: str | int | None = None) -> str:
    """`seq` counts the server's frames on this socket from 1; `re` is the `id` of the answered command."""
    numbered = {**frame, "seq": seq}
    if re is not None:
        numbered["re"] = re
    return json.dumps(numbered, ensure_ascii=False, separators=(",", ":"))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON (RFC 8259 6)")
