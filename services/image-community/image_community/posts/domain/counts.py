"""Changes of a post's counters."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Likes, wins and losses of one post; `recent` ones are in the ranking's window."""

    likes: int = 0
    wins: int = 0
    losses: int = 0
    recent_likes: int = 0
    recent_wins: int = 0
