"""What a list of posts is narrowed to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """None means everything."""

    user_id: int | None = None
    tournament_only: bool = False
    model_name: str | None = None
    model_key: str | None = None
