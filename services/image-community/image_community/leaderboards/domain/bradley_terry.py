"""Bradley–Terry: item i beats item j with probability 1 / (1 + exp(s_j − s_i)).

R. A. Bradley, M. E. Terry, "Rank analysis of incomplete block designs: I", Biometrika 39 (1952). Fitted by
Newton's method, with steps by conjugate gradients (J. Nocedal, S. Wright, "Numerical Optimization", 2nd ed.,
algorithm 7.1): memory and time grow with the number of pairs that met, not with the square of the items.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

MAX_NEWTON_STEPS = 100
MAX_CG_STEPS = 300
CG_TOLERANCE = 1e-4  # of the gradient's length
STEP_TOLERANCE = 1e-8  # strengths, natural logarithms of odds
FLAT = 1e-12  # of the diagonal's curvature: less is rounding error, without information in this direction
FIRST_REACH = 4.0  # of one strength, doubled at each step: at first the quadratic model overestimates


class NoFiniteFit(ArithmeticError):
    """Without a prior some gaps are infinite or undefined: a group never lost to or never met the rest."""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Item `winners[k]` beat `losers[k]` `wins[k]` times; items are 0 … `items` − 1, each with votes."""

    items: int
    winners: Indices
    losers: Indices
    wins: Floats

    def total(self, flow: Floats) -> Floats:
        """The sum of `flow[k]` over all pairs k of each item. Shape (items,)."""
        return self._summed(self.winners, flow) + self._summed(self.losers, flow)

    def net(self, flow: Floats) -> Floats:
        """The sum of `flow[k]` over pairs an item won, minus pairs it lost. Shape (items,)."""
        return self._summed(self.winners, flow) - self._summed(self.losers, flow)

    def _summed(self, items: Indices, flow: Floats) -> Floats:
        return np.asarray(np.bincount(items, flow, self.items), dtype=np.float64)

    def gaps(self, strengths: Floats) -> Floats:
        """Winner's strength minus loser's, for each pair."""
        return np.asarray(strengths[self.winners] - strengths[self.losers], dtype=np.float64)

    def information(self, strengths: Floats) -> Floats:
        """The Fisher information of each pair about its gap: wins · p · (1 − p)."""
        gaps = self.gaps(strengths)
        return np.asarray(self.wins * _logistic(gaps) * _logistic(-gaps), dtype=np.float64)


def fit(comparisons: Comparisons, *, prior_deviation: float | None) -> Floats:
    """The most likely strengths, their mean 0. Shape (items,), natural logarithms of odds.

    `prior_deviation` is that of a normal prior around 0 on each strength; None is plain maximum likelihood.
    If `MAX_NEWTON_STEPS` are not enough, the result is the last step: each step increases the likelihood.

    Raises:
        NoFiniteFit: never with a prior.
    """
    if prior_deviation is None and not _is_strongly_connected(comparisons):
        raise NoFiniteFit
    precision = 0.0 if prior_deviation is None else prior_deviation**-2
    strengths = np.zeros(comparisons.items)
    if not comparisons.wins.size:
        return strengths
    reach = FIRST_REACH
    for _ in range(MAX_NEWTON_STEPS):
        step = _newton_step(comparisons, strengths, precision)
        largest = float(np.abs(step).max())
        bounded = step * (reach / max(largest, reach))
        strengths = _climb(comparisons, strengths, bounded, precision)
        if largest < STEP_TOLERANCE:
            break
        reach *= 2
    return strengths


def _is_strongly_connected(comparisons: Comparisons) -> bool:
    """Whether chains of wins lead from each item to each other one.

    L. R. Ford, "Solution of a ranking problem from binary comparisons", Amer. Math. Monthly 64 (1957):
    exactly then the maximum-likelihood fit is finite and unique.
    """
    winners, losers = comparisons.winners, comparisons.losers
    directions = ((winners, losers), (losers, winners))
    return all(bool(_reached(comparisons.items, *each).all()) for each in directions)


def _reached(items: int, tails: Indices, heads: Indices) -> NDArray[np.bool_]:
    """The items reachable from the first one along edges from tails to heads. Shape (items,)."""
    reached: NDArray[np.bool_] = np.arange(items) == 0
    while True:
        further = reached.copy()
        further[heads[reached[tails]]] = True
        if np.array_equal(further, reached):
            return reached
        reached = further


def _newton_step(comparisons: Comparisons, strengths: Floats, precision: float) -> Floats:
    surprise = comparisons.wins * _logistic(-comparisons.gaps(strengths))
    gradient = comparisons.net(surprise) - precision * strengths
    information = comparisons.information(strengths)

    def curvature(direction: Floats) -> Floats:
        return comparisons.net(information * comparisons.gaps(direction)) + precision * direction

    diagonal = comparisons.total(information) + precision
    step = _conjugate_gradients(curvature, gradient, np.maximum(diagonal, np.finfo(float).tiny))
    return np.asarray(step - step.mean())  # the common direction has no information, only rounding error


def _conjugate_gradients(apply: Callable[[Floats], Floats], target: Floats, diagonal: Floats) -> Floats:
    """x with apply(x) = target, by conjugate gradients preconditioned with the diagonal."""
    x = np.zeros_like(target)
    residual = target.copy()
    preconditioned = residual / diagonal
    direction = preconditioned
    product = float(residual @ preconditioned)
    enough = product * CG_TOLERANCE**2
    for _ in range(MAX_CG_STEPS):
        applied = apply(direction)
        curvature = float(direction @ applied)
        if product <= enough or curvature <= FLAT * float(direction @ (diagonal * direction)):
            break
        x = x + direction * (product / curvature)
        residual = residual - applied * (product / curvature)
        preconditioned = residual / diagonal
        before, product = product, float(residual @ preconditioned)
        direction = preconditioned + direction * (product / before)
    return x


def _climb(comparisons: Comparisons, strengths: Floats, step: Floats, precision: float) -> Floats:
    """The step, halved until the likelihood does not decrease (it is concave, so such a step exists)."""
    here = _log_likelihood(comparisons, strengths, precision)
    slack = 1e-12 * abs(here)  # of rounding
    for halvings in range(30):
        moved = strengths + step * 0.5**halvings
        if _log_likelihood(comparisons, moved, precision) >= here - slack:
            return moved
    return strengths


def _log_likelihood(comparisons: Comparisons, strengths: Floats, precision: float) -> float:
    of_votes = -float(comparisons.wins @ np.logaddexp(0.0, -comparisons.gaps(strengths)))
    return of_votes - 0.5 * precision * float(strengths @ strengths)


def _logistic(odds: Floats) -> Floats:
    return np.asarray(np.exp(-np.logaddexp(0.0, -odds)), dtype=np.float64)  # exact in both tails
