"""Filters of a list of posts."""

from dataclasses import dataclass

MOST_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """None: no filter."""

    user_id: int | None = None
    tournament_only: bool = False
    model_name: str | None = None
    model_key: str | None = None
