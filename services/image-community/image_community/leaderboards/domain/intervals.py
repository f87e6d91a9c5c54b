"""How sure the strengths are: variances from the inverse of the observed information.

A strength is only known against a mean, of all items or of some, so the direction in which all move together
is taken out: of all, that is the pseudo-inverse on strengths of sum 0. Up to `EXACT_ITEMS` it is computed as
a matrix. Beyond that the diagonal comes from Gaussian belief propagation (Y. Weiss, W. Freeman, Neural
Computation 13, 2001): exact where the graph of who met whom has no loops, and never more than the truth
elsewhere, since it misses what walks around loops add (D. Malioutov, J. Johnson, A. Willsky, JMLR 7, 2006).
Among thousands of items paired by chance the loops are long, and what they add is small: a test compares the
two.
"""

import numpy as np

from image_community.leaderboards.domain.bradley_terry import Comparisons, Floats, Indices

EXACT_ITEMS = 2000  # 32 MB a matrix, of which four live at a time, and about a second
MAX_ROUNDS = 200
ROUND_TOLERANCE = 1e-4  # of each variance


def variances(
    comparisons: Comparisons, strengths: Floats, field: Indices, *, prior_deviation: float | None
) -> Floats:
    """Of each strength, less the field's mean. Shape (items,), squared natural logarithms of odds.

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
    told = comparisons.information(strengths)
    places = comparisons.winners * count + comparisons.losers
    met = np.bincount(places, told, count * count).reshape(count, count)
    met += met.T.copy()
    information = np.diag(met.sum(axis=1) + precision) - met
    # A precision for the common direction makes the matrix invertible; against a mean its share cancels out.
    common = float(np.trace(information)) / count
    inverse = np.linalg.inv(information + common / count)
    with_mean = inverse[:, field].mean(axis=1)
    against_mean = np.diag(inverse) - 2 * with_mean + with_mean[field].mean()
    return np.asarray(np.maximum(against_mean, 0.0), dtype=np.float64)


def propagated_variances(comparisons: Comparisons, strengths: Floats, precision: float) -> Floats:
    """The same by messages along the pairs: each item tells a neighbour how well it is held by the others."""
    told = comparisons.information(strengths)
    senders = np.concatenate((comparisons.winners, comparisons.losers))
    receivers = np.concatenate((comparisons.losers, comparisons.winners))
    links, first = np.unique(_numbered(senders, receivers, comparisons.items), return_inverse=True)
    weights = np.bincount(first, np.concatenate((told, told)))
    senders, receivers = links // comparisons.items, links % comparisons.items
    back = np.searchsorted(links, _numbered(receivers, senders, comparisons.items))
    held = np.bincount(senders, weights, comparisons.items) + precision
    messages = np.zeros_like(weights)
    sums = held
    for _ in range(MAX_ROUNDS):
        messages = weights**2 / np.maximum(sums[senders] + messages[back], np.finfo(float).tiny)
        before, sums = sums, held - np.bincount(receivers, messages, comparisons.items)
        sums = np.maximum(sums, precision)
        if np.all(np.abs(before - sums) <= ROUND_TOLERANCE * sums):
            break
    return np.asarray(1.0 / np.maximum(sums, np.finfo(float).tiny))


def _numbered(left: Indices, right: Indices, items: int) -> Indices:
    return left * items + right
