"""The tournament on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, model_validator
from pydantic_core import PydanticCustomError

from image_community.posts.schemas import Image, images
from image_community.runtime.inputs import Body, BodyId
from image_community.tournaments.service import Issued


class Match(BaseModel):
    """Two images. `expires_at` is null without a token; `image1`, `image2` repeat `images`."""

    match_id: str
    expires_at: datetime | None
    images: list[Image]
    image1: Image
    image2: Image
    message: str


def match(issued: Issued, public_url: str) -> dict[str, Any]:
    """An issued match as the fields of a Match."""
    left, right = images((issued.left, issued.right), public_url)
    return {
        "match_id": issued.match_id,
        "expires_at": issued.expires_at,
        "images": [left, right],
        "image1": left,
        "image2": right,
        "message": "Which one is better?" if issued.expires_at else "Log in to vote.",
    }


class VoteResult(BaseModel):
    """A counted vote."""

    vote_id: int
    match_id: str
    winner_image_id: int
    loser_image_id: int
    winner_new_win_count: int
    message: str


class Ballot(Body):
    """A vote. Without `match_id` it is for the voter's latest match of exactly these two images.

    Other names of a Match and of a VoteResult are ignored.
    """

    ignored = (Match.model_fields.keys() | VoteResult.model_fields.keys()) - {
        "match_id",
        "winner_image_id",
        "loser_image_id",
    }
    match_id: UUID | None = None
    winner_image_id: BodyId
    loser_image_id: BodyId

    @model_validator(mode="after")
    def _two_images(self) -> "Ballot":
        if self.winner_image_id == self.loser_image_id:
            raise PydanticCustomError("same_image", "winner_image_id and loser_image_id must differ")
        return self


class Skip(Body):
    """The match to end without a vote. Other names of a Match are ignored."""

    ignored = Match.model_fields.keys() - {"match_id"}
    match_id: UUID
