"""Position bias: does the left image win more often because of its side? Sides are random, so without bias
half of all winners were on the left."""

from dataclasses import dataclass
from math import sqrt

from image_community.leaderboards.domain.scale import NORMAL_95


@dataclass(frozen=True, slots=True)
class PositionBias:
    """The share of votes for the left image, with its 95 % interval; None without votes."""

    left_wins: int
    right_wins: int
    left_share: float | None
    low: float | None
    high: float | None


def position_bias(*, left_wins: int, right_wins: int) -> PositionBias:
    """The interval is E. B. Wilson's, Journal of the American Statistical Association 22 (1927)."""
    votes = left_wins + right_wins
    if votes == 0:
        return PositionBias(0, 0, None, None, None)
    share, square = left_wins / votes, NORMAL_95**2
    centre = (share + square / (2 * votes)) / (1 + square / votes)
    reach = NORMAL_95 * sqrt(share * (1 - share) / votes + square / (4 * votes**2)) / (1 + square / votes)
    return PositionBias(left_wins, right_wins, share, max(0.0, centre - reach), min(1.0, centre + reach))
