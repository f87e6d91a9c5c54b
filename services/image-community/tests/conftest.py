"""What unit and integration tests share."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest


def chi_square_deviation(counts: Mapping[Any, int], cells: Collection[Any]) -> float:
    """How far the counts are from equal, in standard deviations; a seeded run lies within ±4.

    Pearson's X² with the cube-root transform of Wilson and Hilferty (1931), which makes it nearly normal.
    """
    assert set(counts) <= set(cells), "something was drawn that must not be"
    freedom = len(cells) - 1
    expected = sum(counts.values()) / len(cells)
    assert expected >= 5, "too few draws for so many cells"
    statistic = sum((counts.get(cell, 0) - expected) ** 2 for cell in cells) / expected
    variance = 2 / (9 * freedom)
    return float(((statistic / freedom) ** (1 / 3) - (1 - variance)) / variance**0.5)


@pytest.fixture(scope="session")
def deviation() -> Callable[[Mapping[Any, int], Collection[Any]], float]:
    return chi_square_deviation
