"""A like on the wire."""

from pydantic import BaseModel


class LikeState(BaseModel):
    """The current likes of an image, and whether the caller's is among them."""

    is_liked: bool
    like_count: int
    message: str
