"""The variances of strengths, from the inverse of the observed information.

A strength is only defined relative to a mean, of all items or of some, so the common direction is removed:
for all items this is the pseudo-inverse on strengths of sum 0. Up to `EXACT_ITEMS` it is computed as a
matrix. Beyond that the diagonal comes from Gaussian belief propagation (Y. Weiss, W. Freeman, Neural
Computation 13, 2001): exact if the graph of comparisons has no loops, else a lower bound, since it misses
walks around loops (D. Malioutov, J. Johnson, A. Willsky, JMLR 7, 2006). With thousands of randomly paired
items loops are long and the difference is small: a test compares both.
"""

import numpy as np

from image_community.leaderboards.domain.bradley_terry import Comparisons, Floats, Indices

EXACT_ITEMS = 2000  # 32 MB per matrix, four at a time, and about a second
MAX_ROUNDS = 200
ROUND_TOLERANCE = 1e-4  # of each variance


def variances(
    comparisons: Comparisons, strengths: Floats, field: Indices, *, prior_deviation: float | None
) -> Floats:
    """The variance of each strength relative to the field's mean. Shape (items,), squared log odds.

    Beyond `EXACT_ITEMS` the mean of thousands is taken as known.
    """
    precision = 0.0 if prior_deviation is None else prior_deviation**-2
    if comparisons.items <= EXACT_ITEMS:
        return exact_variances(comparisons, strengths, field, precision)
    return propagated_variances(comparisons, strengths, precision)


def exact_variances(comparisons: Comparisons, strengths: Floats, field: Indices, precision: float) -> Floats:
    """Against the mean of the items of `field`. `precision` is the prior's, 0 without one."""
    count = comparisons.items
    if count < 2:
        return np.zeros(count)
    weights = comparisons.information(strengths)
    cells = comparisons.winners * count + comparisons.losers
    met = np.bincount(cells, weights, count * count).reshape(count, count)
    met += met.T.copy()
    information = np.diag(met.sum(axis=1) + precision) - met
    # A precision for the common direction makes the matrix invertible; relative to a mean it cancels out.
    common = float(np.trace(information)) / count
    inverse = np.linalg.inv(information + common / count)
    with_mean = inverse[:, field].mean(axis=1)
    against_mean = np.diag(inverse) - 2 * with_mean + with_mean[field].mean()
    return np.asarray(np.maximum(against_mean, 0.0), dtype=np.float64)


def propagated_variances(comparisons: Comparisons, strengths: Floats, precision: float) -> Floats:
    """The same by belief propagation: each item sends a neighbour its precision from all other neighbours."""
    information = comparisons.information(strengths)
    senders = np.concatenate((comparisons.winners, comparisons.losers))
    receivers = np.concatenate((comparisons.losers, comparisons.winners))
    links, first = np.unique(_numbered(senders, receivers, comparisons.items), return_inverse=True)
    weights = np.bincount(first, np.concatenate((information, information)))
    senders, receivers = links // comparisons.items, links % comparisons.items
    back = np.searchsorted(links, _numbered(receivers, senders, comparisons.items))
    precisions = np.bincount(senders, weights, comparisons.items) + precision
    messages = np.zeros_like(weights)
    sums = precisions
    for _ in range(MAX_ROUNDS):
        messages = weights**2 / np.maximum(sums[senders] + messages[back], np.finfo(float).tiny)
        before, sums = sums, precisions - np.bincount(receivers, messages, comparisons.items)
        sums = np.maximum(sums, precision)
        if np.all(np.abs(before - sums) <= ROUND_TOLERANCE * sums):
            break
    return np.asarray(1.0 / np.maximum(sums, np.finfo(float).tiny))


def _numbered(left: Indices, right: Indices, items: int) -> Indices:
    return left * items + right
