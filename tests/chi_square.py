"""Whether draws are even."""

from collections.abc import Collection, Mapping
from typing import Any


def deviation(counts: Mapping[Any, int], cells: Collection[Any], *, page: int = 1) -> float:
    """How far the counts of the cells are from equal, in standard deviations; a seeded run lies within ±4.

    Pearson's X² with the cube-root transform of Wilson and Hilferty (1931), which makes it nearly normal.
    Draws that came `page` at a time, none twice on a page, are more even than independent ones: their
    covariances, and so X², are smaller by the finite population correction (Cochran, Sampling Techniques,
    1977, 2.6).
    """
    assert set(counts) <= set(cells), "something was drawn that must not be"
    freedom = len(cells) - 1
    expected = sum(counts.values()) / len(cells)
    assert expected >= 5, "too few draws for so many cells"
    statistic = sum((counts.get(cell, 0) - expected) ** 2 for cell in cells) / expected
    statistic *= freedom / (len(cells) - page)
    variance = 2 / (9 * freedom)
    return float(((statistic / freedom) ** (1 / 3) - (1 - variance)) / variance**0.5)
