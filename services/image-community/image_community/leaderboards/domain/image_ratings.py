"""From pairwise results to the rows to write."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from image_community.leaderboards.domain.bradley_terry import Comparisons
from image_community.leaderboards.domain.rating import RATING
from image_community.leaderboards.domain.scale import rate

ROWS = [
    ("id", np.int32),
    *((name, np.float64) for name in RATING),
    ("matches", np.int32),
]
Table = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows to write, and ids of rows to delete; both by id."""

    written: Table
    gone: NDArray[np.int32]


def rated(winners: NDArray[np.int32], losers: NDArray[np.int32], votes: NDArray[np.int64]) -> Table:
    """One row per image with votes, by id, rounded to 0.1 points. Arguments are per pair."""
    ids, indices = np.unique(np.concatenate((winners, losers)), return_inverse=True)
    met = Comparisons(ids.size, indices[: winners.size], indices[winners.size :], votes.astype(np.float64))
    ratings = rate(met)
    rows = np.empty(ids.size, dtype=ROWS)
    rows["id"] = ids
    for name, points in zip(RATING, (ratings.rating, ratings.low, ratings.high), strict=True):
        rows[name] = np.round(points, 1)
    rows["matches"] = met.total(met.wins)
    return rows


def changes(before: Table, after: Table) -> Changes:
    """The difference between stored and new rows: a refit changes few ratings by 0.1 points or more."""
    old = np.empty(before.size, dtype=ROWS)
    for name, _ in ROWS:
        old[name] = before[name]
    indices = np.searchsorted(old["id"], after["id"])
    known = indices < old.size
    known[known] = old["id"][indices[known]] == after["id"][known]
    same = np.zeros(after.size, dtype=bool)
    same[known] = old[indices[known]] == after[known]
    return Changes(after[~same], np.setdiff1d(old["id"], after["id"]))
