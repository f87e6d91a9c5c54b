"""Types of client input: bounded numbers, and text that PostgreSQL and JSON can store."""

import re
from collections.abc import Set
from typing import Annotated, Any, ClassVar

from fastapi import HTTPException, Path, Query, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

WHOLE_NUMBER = re.compile("-?[0-9]+")
NO_ID = 0  # ids begin at 1
MAX_ID = 2**31 - 1  # serial and integer columns are 32-bit


def _storable(text: str) -> str:
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("unstorable_text", "NUL or a lone surrogate")
    return text


def _plain_digits(value: Any) -> Any:
    """pydantic also accepts `1_0`, `1.0`, `+1` and ` 1`: many spellings of one URL."""
    if isinstance(value, str) and not WHOLE_NUMBER.fullmatch(value):
        raise PydanticCustomError("int_parsing", "not in digits")
    return value


STORABLE = AfterValidator(_storable)
Text = Annotated[str, STORABLE]
WholeNumber = Annotated[int, BeforeValidator(_plain_digits)]  # in a path or a query
BodyId = Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
PathId = Annotated[WholeNumber, Path(ge=1, le=MAX_ID)]
QueryId = Annotated[WholeNumber | None, Query(ge=1, le=MAX_ID)]


class Body(BaseModel):
    """What a client sends. An unknown field is refused, since it may be a misspelt one.

    `ignored` are names of the resource's own representation: clients send whole objects back.
    """

    model_config = ConfigDict(extra="forbid")
    ignored: ClassVar[Set[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _without_ignored(cls, value: Any) -> Any:
        if not isinstance(value, dict) or cls.ignored.isdisjoint(value):
            return value
        return {name: each for name, each in value.items() if name not in cls.ignored}


async def json_body(request: Request) -> None:
    """A dependency of routes with a JSON body: other types are 415, not a confusing field error."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise HTTPException(415, "Send the body as application/json.")
