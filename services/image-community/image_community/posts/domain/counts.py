"""How much a post's counters change."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Likes, wins and losses of one post; `recent` are those of the ranking's window."""

    likes: int = 0
    wins: int = 0
    losses: int = 0
    recent_likes: int = 0
    recent_wins: int = 0
