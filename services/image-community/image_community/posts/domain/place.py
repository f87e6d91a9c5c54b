"""Where a file belongs, by the posts that name it."""

from enum import Enum


class Place(Enum):
    """The areas of `uploads.files`, or neither."""

    PUBLIC = "public"
    WITHHELD = "withheld"
    NOWHERE = "nowhere"


def place_of(*, is_shown: bool, is_kept: bool) -> Place:
    """`is_shown`: a post that anybody may see names it; `is_kept`: one that has not lost it for good."""
    if is_shown:
        return Place.PUBLIC
    return Place.WITHHELD if is_kept else Place.NOWHERE
