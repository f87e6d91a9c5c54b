"""The required location of a file, by the posts that refer to it."""

from enum import Enum


class FileLocation(Enum):
    """An area of `uploads.files`, or none."""

    PUBLIC = "public"
    WITHHELD = "withheld"
    NONE = "none"


def required_location(*, is_shown: bool, is_kept: bool) -> FileLocation:
    """`is_shown`: a visible post refers to it; `is_kept`: a post whose file is not purged does."""
    if is_shown:
        return FileLocation.PUBLIC
    return FileLocation.WITHHELD if is_kept else FileLocation.NONE
