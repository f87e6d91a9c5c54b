"""Which votes count, and how many are enough. Without numpy: requests need this too."""

from dataclasses import dataclass
from enum import StrEnum

DAILY_CAP = 20  # votes of one voter on one pair of models on one day (UTC) that count
MIN_VOTES = 300  # a model judged less often is fitted but not shown
MIN_MATCHES = 10  # an image judged less often is shown, but its rating is provisional


class LeftOut(StrEnum):
    """Why a vote says nothing about models, the first that applies."""

    UNNAMED_MODEL = "unnamed_model"  # one of the two images names no model
    SAME_MODEL = "same_model"  # both images are of the same model
    DISABLED_VOTER = "disabled_voter"  # the voter's account is disabled just now
    OVER_DAILY_CAP = "over_daily_cap"  # the voter's votes on these two models beyond `DAILY_CAP` a day
    DELETED_VOTER = "deleted_voter"  # the voter's account was deleted, and the votes with it
    RARE_MODEL = "rare_model"  # one of the two models is not among the most judged ones that are fitted


@dataclass(frozen=True, slots=True)
class PairVotes:
    """Votes for `winner` against `loser` (normalised names), and on which side the winner stood, if known."""

    winner: str
    loser: str
    votes: int
    left_wins: int
    right_wins: int
