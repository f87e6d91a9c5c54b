"""The export of a user's data on the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter


class ExportedPost(BaseModel):
    """One post, withdrawn or not; `image_url` is absolute and serves the image while `is_active`."""

    id: int
    image_url: str
    prompt: str
    model_name: str | None
    is_tournament_opt_in: bool
    is_active: bool
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    width: int
    height: int
    like_count: int
    tournament_win_count: int
    tournament_loss_count: int


class ExportedLike(BaseModel):
    """One like."""

    image_id: int
    created_at: datetime


class ExportedVote(BaseModel):
    """One vote. `winner_was_left`: whether the winner was on the left; null if unknown."""

    match_id: str
    winner_image_id: int
    loser_image_id: int
    winner_was_left: bool | None
    created_at: datetime


class Export(BaseModel):
    """All data of the caller in image-community; auth-match has its own export."""

    user_id: int
    exported_at: datetime
    posts: list[ExportedPost]
    likes: list[ExportedLike]
    votes: list[ExportedVote]


PARTS: Mapping[str, TypeAdapter[Any]] = {
    "posts": TypeAdapter(list[ExportedPost]),
    "likes": TypeAdapter(list[ExportedLike]),
    "votes": TypeAdapter(list[ExportedVote]),
}


def part_as_json(part: str, rows: Sequence[Mapping[Any, Any]], public_url: str) -> bytes:
    """Rows of a part as JSON, without the brackets of the list."""
    shown = [
        {**row, "image_url": public_url + row["image_url"]} if part == "posts" else dict(row) for row in rows
    ]
    adapter = PARTS[part]
    return adapter.dump_json(adapter.validate_python(shown))[1:-1]
