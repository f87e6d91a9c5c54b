"""A ranked image on the wire."""

from image_community.posts.schemas import Image


class RankedImage(Image):
    """`like_count` is of all time; the two counts of the last 24 hours add up to `total_score`."""

    rank: int
    total_score: int
    like_count_24h: int
    win_count_24h: int
