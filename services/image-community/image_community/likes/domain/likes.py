"""The likes of an image."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Likes:
    """The likes of one image: how many, and whether the user's is among them."""

    count: int
    is_liked: bool
