"""Who stands where among the models."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from image_community.leaderboards.domain.scale import rate
from image_community.leaderboards.domain.tally import Tally
from image_community.leaderboards.domain.votes import MIN_VOTES


@dataclass(frozen=True, slots=True)
class Standing:
    """One model's place. `index` is its place in the tally."""

    index: int
    rank: int
    rating: float
    low: float
    high: float
    wins: int
    losses: int


def ranks(low: Sequence[float], high: Sequence[float]) -> list[int]:
    """1 + how many lie surely above: their lower bound above this one's upper. Overlapping ones may share."""
    lows = np.sort(np.asarray(low, dtype=np.float64))
    above = lows.size - np.searchsorted(lows, np.asarray(high, dtype=np.float64), side="right")
    return [1 + int(count) for count in above]


def standings(votes: Tally) -> list[Standing]:
    """The models that were judged often enough to be shown: the best rank and then the highest rating first.

    All are fitted; those shown are the field whose mean the scale is of. A single one stands against all, as
    against itself it would be known without any doubt.
    """
    wins, losses = votes.wins.sum(axis=1), votes.wins.sum(axis=0)
    shown = np.flatnonzero(wins + losses >= MIN_VOTES)
    ratings = rate(votes.comparisons(), field=shown if shown.size > 1 else None)
    places = ranks(ratings.low[shown].tolist(), ratings.high[shown].tolist())
    found = [
        Standing(
            index=int(index),
            rank=rank,
            rating=float(ratings.rating[index]),
            low=float(ratings.low[index]),
            high=float(ratings.high[index]),
            wins=int(wins[index]),
            losses=int(losses[index]),
        )
        for index, rank in zip(shown, places, strict=True)
    ]
    return sorted(found, key=lambda each: (each.rank, -each.rating, votes.models[each.index]))
