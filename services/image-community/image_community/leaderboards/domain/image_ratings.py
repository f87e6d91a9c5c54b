"""From who beat whom to the rows that are to be written."""

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
    """Rows to be written, and ids of those to be deleted; both by id."""

    written: Table
    gone: NDArray[np.int32]


def rated(winners: NDArray[np.int32], losers: NDArray[np.int32], votes: NDArray[np.int64]) -> Table:
    """A row for each image that was judged, by id, to a tenth of a point. Pairs: image ids and how often."""
    ids, places = np.unique(np.concatenate((winners, losers)), return_inverse=True)
    met = Comparisons(ids.size, places[: winners.size], places[winners.size :], votes.astype(np.float64))
    ratings = rate(met)
    rows = np.empty(ids.size, dtype=ROWS)
    rows["id"] = ids
    for name, points in zip(RATING, (ratings.rating, ratings.low, ratings.high), strict=True):
        rows[name] = np.round(points, 1)
    rows["matches"] = met.total(met.wins)
    return rows


def changes(before: Table, after: Table) -> Changes:
    """What leads from the stored rows to the new ones: each refit moves few ratings by a tenth of a point."""
    old = np.empty(before.size, dtype=ROWS)
    for name, _ in ROWS:
        old[name] = before[name]
    places = np.searchsorted(old["id"], after["id"])
    known = places < old.size
    known[known] = old["id"][places[known]] == after["id"][known]
    same = np.zeros(after.size, dtype=bool)
    same[known] = old[places[known]] == after[known]
    return Changes(after[~same], np.setdiff1d(old["id"], after["id"]))
