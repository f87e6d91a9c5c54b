"""The leaderboards on the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter

from image_community.leaderboards.domain.rating import RATING
from image_community.leaderboards.domain.votes import MIN_MATCHES
from image_community.posts.schemas import Image, image


class RatedImage(BaseModel):
    """A ranked image. The rating is null if no vote on the image is in the last fit (all are newer, or older
    than the newest million), or if the image was being changed during the fit.
    """

    rank: int
    win_count: int
    loss_count: int
    rating: float | None
    rating_low: float | None
    rating_high: float | None
    matches: int = Field(description="votes in the fit, which uses the newest million")
    provisional: bool = Field(description="rated from fewer than 10 matches")
    image: Image


class Rankings(BaseModel):
    """The first ranks, and the total number."""

    rankings: list[RatedImage]
    total: int


RANKINGS = TypeAdapter(Rankings)


def rankings_as_json(
    rated: Sequence[Mapping[Any, Any]], new: Sequence[Mapping[Any, Any]], total: int, public_url: str
) -> bytes:
    """Rated images, then those without a rating, as the response body."""
    known = [({name: row[name] for name in RATING}, row["matches"], row) for row in rated]
    unknown = [(dict.fromkeys(RATING), 0, row) for row in new]
    ranked = [
        {
            "rank": rank,
            "win_count": row["tournament_win_count"],
            "loss_count": row["tournament_loss_count"],
            **rating,
            "matches": matches,
            "provisional": matches < MIN_MATCHES,
            "image": image(row, public_url),
        }
        for rank, (rating, matches, row) in enumerate([*known, *unknown], start=1)
    ]
    shown = RANKINGS.validate_python({"rankings": ranked, "total": total})
    return RANKINGS.dump_json(shown, exclude_unset=True)


class RatedModel(BaseModel):
    """One model. `rank` is 1 + the number of models whose lower bound is above this one's upper bound."""

    rank: int
    model_key: str = Field(
        description="the normalised name: no differences of case, width and spaces, no invisible characters"
    )
    model_name: str = Field(
        description="the spelling of most authors; `model_key` if no image of the model is visible"
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
    """The share of counted votes for the left image, with its 95 % interval; 0.5 means no bias.

    Only votes whose side is known.
    """

    left_wins: int
    right_wins: int
    left_share: float | None
    low: float | None
    high: float | None


class LeftOut(BaseModel):
    """Votes that do not count, by the first reason that applies."""

    unnamed_model: int
    same_model: int
    disabled_voter: int
    over_daily_cap: int
    deleted_voter: int
    rare_model: int


class CountedVotes(BaseModel):
    """`in_all` = `counted` + all of `left_out`. `daily_cap`: per voter, pair of models and day (UTC)."""

    in_all: int
    counted: int
    left_out: LeftOut
    daily_cap: int


class ModelLeaderboard(BaseModel):
    """`win_rates[i][j]`: the win rate of model i against j, null without votes; `matches`: their number."""

    as_of: datetime
    models: list[RatedModel]
    models_in_all: int = Field(description="models with enough votes; `models` has the first ones")
    hidden_models: int = Field(description="models with fewer than `min_votes` votes")
    min_votes: int
    votes_missing: int | None = Field(
        description="votes that the nearest hidden model lacks until it is shown; null if none is hidden"
    )
    win_rates: list[list[float | None]]
    matches: list[list[int]]
    position_bias: PositionBias
    votes: CountedVotes
