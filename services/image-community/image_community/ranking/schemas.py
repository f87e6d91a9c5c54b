"""A ranked image on the wire."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from image_community.posts.schemas import Image, image
from image_community.runtime.prepared import Row


class RankedImage(Image):
    """`like_count` is of all time; the two counts of the last 24 hours add up to `total_score`."""

    rank: int
    total_score: int
    like_count_24h: int
    win_count_24h: int


RANKING: TypeAdapter[Any] = TypeAdapter(list[RankedImage])


def as_json(rows: Sequence[Row], public_url: str) -> bytes:
    """The first ranks, in order, as the response body."""
    ranked = [{**image(row, public_url), "rank": rank} for rank, row in enumerate(rows, start=1)]
    return RANKING.dump_json(RANKING.validate_python(ranked), exclude_unset=True)
