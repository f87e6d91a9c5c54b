"""All that is kept of a user, on the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter


class ExportedPost(BaseModel):
    """One post, withdrawn or not; `image_url` is absolute, and shows the image while `is_active`."""

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
    """One vote. `winner_was_left`: on which side the winner was shown, if that was kept."""

    match_id: str
    winner_image_id: int
    loser_image_id: int
    winner_was_left: bool | None
    created_at: datetime


class Export(BaseModel):
    """Everything image-community keeps of the caller; auth-match has an export of its own."""

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
    """Some rows of a part as JSON, between the brackets of its list."""
    shown = [
        {**row, "image_url": public_url + row["image_url"]} if part == "posts" else dict(row) for row in rows
    ]
    adapter = PARTS[part]
    return adapter.dump_json(adapter.validate_python(shown))[1:-1]
