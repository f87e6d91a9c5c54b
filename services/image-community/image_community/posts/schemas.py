"""A post on the wire: responses, and bodies that clients send."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StringConstraints

from image_community.runtime.inputs import STORABLE, Body


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Prompt = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), STORABLE]
ModelName = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), STORABLE] | None,
    BeforeValidator(_empty_is_none),
]


UNSET: Any = None  # never read: routes use only the sent fields, and null is refused


def _without_default(schema: dict[str, Any]) -> None:
    """Absent does not mean the default: for a guest it is not known."""
    del schema["default"]


class Author(BaseModel):
    """Who posted an image."""

    id: int
    username: str


class Image(BaseModel):
    """One post. `is_liked` is present if the caller is known; `image_url` is absolute."""

    id: int
    user_id: int
    author: Author | None = Field(description="null while the name is not known; its id is `user_id`")
    image_url: str
    prompt: str
    model_name: str | None
    is_tournament_opt_in: bool
    is_active: bool
    created_at: datetime
    updated_at: datetime
    like_count: int
    tournament_win_count: int
    tournament_loss_count: int
    width: int
    height: int
    thumbnails: dict[str, str]
    placeholder: str | None
    is_liked: bool = Field(default=False, json_schema_extra=_without_default)


class ImagePage(BaseModel):
    """One page of a list, by number."""

    items: list[Image]
    total: int = Field(description="exact, or 10,000 if there are more")
    total_is_exact: bool = Field(
        description="always true without filters and with `user_id` alone; false: there are more than `total`"
    )
    page: int
    size: int
    has_next: bool


class ImagesAfter(BaseModel):
    """One page of a list, by position; `next_cursor` is null on the last page."""

    items: list[Image]
    next_cursor: str | None


# What clients read of an image, in the feed of ranks too, and may send back.
RANKS = frozenset({"rank", "total_score", "like_count_24h", "win_count_24h"})
CHANGEABLE = frozenset({"prompt", "model_name", "is_tournament_opt_in"})


class _ImageBody(Body):
    ignored = (Image.model_fields.keys() | RANKS) - CHANGEABLE


class NewPost(_ImageBody):
    """The text fields of an upload form. Other names of an Image are ignored."""

    prompt: Prompt
    model_name: ModelName = None
    is_tournament_opt_in: bool = False


class PostChanges(_ImageBody):
    """The fields to change; absent ones stay. Only `model_name` may be null.

    Other names of an Image are ignored.
    """

    prompt: Prompt = UNSET
    model_name: ModelName = None
    is_tournament_opt_in: StrictBool = UNSET


def image(row: Mapping[Any, Any], public_url: str) -> dict[str, Any]:
    """A row of `image_select` as the fields of an Image."""
    name = row["author_name"]
    return {
        **row,
        "author": {"id": row["user_id"], "username": name} if name else None,
        "image_url": public_url + row["image_url"],
        "thumbnails": {},
        "placeholder": None,
    }


def images(rows: Sequence[Mapping[Any, Any]], public_url: str) -> list[dict[str, Any]]:
    """The same for many rows, in order."""
    return [image(row, public_url) for row in rows]
