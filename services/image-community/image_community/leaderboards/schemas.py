"""The leaderboards on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from image_community.posts.schemas import Image


class RatedImage(BaseModel):
    """A place in the ranking. The rating is null as long as no vote on the image is in the last fit: all are
    newer, or older than the newest million of all; or the image was being changed just then.
    """

    rank: int
    win_count: int
    loss_count: int
    rating: float | None
    rating_low: float | None
    rating_high: float | None
    matches: int = Field(description="votes that the rating was fitted from, among the newest million of all")
    provisional: bool = Field(description="rated from fewer than 10 matches")
    image: Image


class Rankings(BaseModel):
    """The first places, and how many there are in all."""

    rankings: list[RatedImage]
    total: int


class RatedModel(BaseModel):
    """One model. `rank` is 1 + how many have their lower bound above this one's upper bound."""

    rank: int
    model_key: str = Field(
        description="the name without differences of case, width and spaces and without invisible characters"
    )
    model_name: str = Field(
        description="as most authors write it; `model_key` when no image of it is shown any more"
    )
    rating: float = Field(
        description="the mean of `models_in_all` is 1000; 400 points are odds of ten to one"
    )
    rating_low: float = Field(description="lower end of the 95 % interval")
    rating_high: float
    votes: int
    wins: int
    losses: int


class PositionBias(BaseModel):
    """Which share of the votes that count here went to the left image, where its side is known.

    With its 95 % interval; 0.5 if position is nothing.
    """

    left_wins: int
    right_wins: int
    left_share: float | None
    low: float | None
    high: float | None


class LeftOut(BaseModel):
    """Votes that do not count here, by the first reason that applies."""

    unnamed_model: int
    same_model: int
    disabled_voter: int
    over_daily_cap: int
    deleted_voter: int
    rare_model: int


class CountedVotes(BaseModel):
    """`in_all` = `counted` + everything left out. `daily_cap`: of one voter, two models and one day (UTC)."""

    in_all: int
    counted: int
    left_out: LeftOut
    daily_cap: int


class ModelLeaderboard(BaseModel):
    """`win_rates[i][j]`: the share model i won against j, null if they never met; `matches`: how often."""

    as_of: datetime
    models: list[RatedModel]
    models_in_all: int = Field(description="with enough votes; `models` has the first of them")
    hidden_models: int = Field(description="models with fewer than `min_votes` votes")
    min_votes: int
    win_rates: list[list[float | None]]
    matches: list[list[int]]
    position_bias: PositionBias
    votes: CountedVotes
