"""The ranks of the models."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from image_community.leaderboards.domain.scale import rate
from image_community.leaderboards.domain.tally import Tally


@dataclass(frozen=True, slots=True)
class ModelRank:
    """One model's rank. `index` is its index in the tally."""

    index: int
    rank: int
    rating: float
    low: float
    high: float
    wins: int
    losses: int


def ranks(low: Sequence[float], high: Sequence[float]) -> list[int]:
    """1 + the number of lower bounds above this upper bound. Overlapping intervals may share a rank."""
    lows = np.sort(np.asarray(low, dtype=np.float64))
    above = lows.size - np.searchsorted(lows, np.asarray(high, dtype=np.float64), side="right")
    return [1 + int(count) for count in above]


def model_ranks(votes: Tally, *, min_votes: int) -> list[ModelRank]:
    """The models with at least `min_votes`, which are shown, by rank, then by rating.

    All models are fitted; the shown ones are the field of the scale. If only one is shown, the field is all
    models: relative to itself its interval would be zero.
    """
    wins, losses = votes.wins.sum(axis=1), votes.wins.sum(axis=0)
    shown = np.flatnonzero(wins + losses >= min_votes)
    ratings = rate(votes.comparisons(), field=shown if shown.size > 1 else None)
    ranked = ranks(ratings.low[shown].tolist(), ratings.high[shown].tolist())
    found = [
        ModelRank(
            index=int(index),
            rank=rank,
            rating=float(ratings.rating[index]),
            low=float(ratings.low[index]),
            high=float(ratings.high[index]),
            wins=int(wins[index]),
            losses=int(losses[index]),
        )
        for index, rank in zip(shown, ranked, strict=True)
    ]
    return sorted(found, key=lambda each: (each.rank, -each.rating, votes.models[each.index]))
