"""Votes whose truth is known, and the likelihood given to a general optimiser: what a fit is measured by."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from image_community.leaderboards.domain.bradley_terry import Comparisons
from image_community.leaderboards.domain.scale import MEAN_RATING, POINTS_PER_STRENGTH, rate

Floats = NDArray[np.float64]


def known_strengths(items: int, seed: int) -> Floats:
    """Normal around 0, a deviation of 1, their mean 0."""
    strengths = np.random.default_rng(seed).normal(0, 1, items)
    return np.asarray(strengths - strengths.mean())


def drawn(strengths: Floats, matches: int, seed: int) -> Comparisons:
    """Matches of two items by chance, decided by the model itself."""
    chance = np.random.default_rng(seed)
    items = len(strengths)
    left = chance.integers(items, size=matches)
    right = (left + chance.integers(1, items, size=matches)) % items
    left_wins = chance.random(matches) < 1 / (1 + np.exp(strengths[right] - strengths[left]))
    pairs = np.where(left_wins, left * items + right, right * items + left)
    met, wins = np.unique(pairs, return_counts=True)
    return Comparisons(items, met // items, met % items, wins.astype(np.float64))


def direct_fit(comparisons: Comparisons, *, precision: float = 0.0) -> Floats:
    """The likelihood as it stands in Bradley and Terry's paper, maximised by scipy."""

    def loss(strengths: Floats) -> tuple[float, Floats]:
        gaps = strengths[comparisons.winners] - strengths[comparisons.losers]
        surprise = comparisons.wins / (1 + np.exp(gaps))
        slope = np.bincount(comparisons.losers, surprise, strengths.size)
        slope -= np.bincount(comparisons.winners, surprise, strengths.size)
        value = (comparisons.wins * np.log1p(np.exp(-gaps))).sum() + precision / 2 * (strengths @ strengths)
        return float(value), slope + precision * strengths

    start, options = np.zeros(comparisons.items), {"gtol": 1e-9, "maxiter": 5000}
    found = minimize(loss, start, jac=True, method="BFGS", options=options).x
    return np.asarray(found - found.mean())


def held(seed: int, *, items: int, prior_deviation: float | None, matches: int = 3000) -> int:
    """Of how many items the 95 % interval holds the truth, in one simulation."""
    strengths = known_strengths(items, seed)
    ours = rate(drawn(strengths, matches, seed), prior_deviation=prior_deviation)
    truth = MEAN_RATING + POINTS_PER_STRENGTH * strengths
    return int(((ours.low <= truth) & (truth <= ours.high)).sum())
