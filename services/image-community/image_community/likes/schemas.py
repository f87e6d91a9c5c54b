"""A like on the wire."""

from pydantic import BaseModel


class LikeState(BaseModel):
    """How the caller and everyone stand to an image now."""

    is_liked: bool
    like_count: int
    message: str
