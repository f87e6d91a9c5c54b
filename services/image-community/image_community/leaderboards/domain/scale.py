"""Strengths on the Elo scale: 400 points are odds of ten to one, the mean of a field is 1000."""

from dataclasses import dataclass
from math import log

import numpy as np

from image_community.leaderboards.domain.bradley_terry import Comparisons, Floats, Indices, fit
from image_community.leaderboards.domain.intervals import variances

POINTS_PER_STRENGTH = 400 / log(10)
MEAN_RATING = 1000.0
NORMAL_95 = 1.959963984540054  # half the width of a 95 % interval, in standard deviations
# The prior of an item without matches: M. Glickman, "Parameter estimation in large dynamic
# paired comparison experiments", Applied Statistics 48 (1999), starts every newcomer with a deviation of 350.
PRIOR_DEVIATION = 350 / POINTS_PER_STRENGTH


@dataclass(frozen=True, slots=True)
class Ratings:
    """Points and the ends of their 95 % intervals, by item."""

    rating: Floats
    low: Floats
    high: Floats


def rate(
    comparisons: Comparisons,
    *,
    field: Indices | None = None,
    prior_deviation: float | None = PRIOR_DEVIATION,
) -> Ratings:
    """Ratings of every item; raises NoFiniteFit only without a prior.

    `field`: the items whose mean is 1000, all if None or empty. Other items do not widen their intervals.
    """
    if not comparisons.items:
        return Ratings(*np.zeros((3, 0)))
    if field is None or not field.size:
        field = np.arange(comparisons.items)
    strengths = fit(comparisons, prior_deviation=prior_deviation)
    deviations = np.sqrt(variances(comparisons, strengths, field, prior_deviation=prior_deviation))
    rating = MEAN_RATING + POINTS_PER_STRENGTH * (strengths - strengths[field].mean())
    reach = NORMAL_95 * POINTS_PER_STRENGTH * deviations
    return Ratings(rating, rating - reach, rating + reach)
