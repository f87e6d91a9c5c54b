"""Which votes count, and how many are enough. Without numpy: requests import this too."""

from dataclasses import dataclass
from enum import StrEnum

DAILY_CAP = 20  # counted votes per voter, pair of models and day (UTC)
MIN_MATCHES = 10  # an image with fewer votes is shown, but its rating is provisional


class ExclusionReason(StrEnum):
    """Why a vote does not count for models; the first reason that applies."""

    UNNAMED_MODEL = "unnamed_model"  # one of the two images names no model
    SAME_MODEL = "same_model"  # both images are of the same model
    DISABLED_VOTER = "disabled_voter"  # the voter's account is disabled
    OVER_DAILY_CAP = "over_daily_cap"  # beyond `DAILY_CAP` votes of the voter on these two models
    DELETED_VOTER = "deleted_voter"  # the voter's account and votes were deleted
    RARE_MODEL = "rare_model"  # one of the two models is not among the most judged ones that are fitted


@dataclass(frozen=True, slots=True)
class PairVotes:
    """Votes for `winner` against `loser` (model keys), and the winner's side, if known."""

    winner: str
    loser: str
    votes: int
    left_wins: int
    right_wins: int
