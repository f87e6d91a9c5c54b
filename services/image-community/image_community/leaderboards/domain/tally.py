"""Votes about models, summed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from image_community.leaderboards.domain.bradley_terry import Comparisons
from image_community.leaderboards.domain.votes import LeftOut, PairVotes


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums that are fitted. `wins[i][j]`: how often model i beat model j; `named`: models in all."""

    models: Sequence[str]
    named: int
    wins: np.typing.NDArray[np.int64]
    left_wins: int
    right_wins: int
    left_out: Counter[LeftOut] = field(default_factory=Counter)

    @property
    def counted(self) -> int:
        """How many votes are fitted."""
        return int(self.wins.sum())

    def comparisons(self) -> Comparisons:
        """The pairs that met, as the fit wants them."""
        winners, losers = np.nonzero(self.wins)
        return Comparisons(len(self.models), winners, losers, self.wins[winners, losers].astype(np.float64))


def tally(pairs: Iterable[PairVotes], left_out: Counter[LeftOut], *, most_models: int) -> Tally:
    """Sum the pairs of the most judged models; of equally judged ones the first in the alphabet."""
    known = list(pairs)
    judged: Counter[str] = Counter()
    for pair in known:
        judged[pair.winner] += pair.votes
        judged[pair.loser] += pair.votes
    models = sorted(judged, key=lambda name: (-judged[name], name))[:most_models]
    place = {name: index for index, name in enumerate(models)}
    wins = np.zeros((len(models), len(models)), dtype=np.int64)
    rest, left_wins, right_wins = Counter(left_out), 0, 0
    for pair in known:
        if pair.winner in place and pair.loser in place:
            wins[place[pair.winner], place[pair.loser]] += pair.votes
            left_wins += pair.left_wins
            right_wins += pair.right_wins
        else:
            rest[LeftOut.RARE_MODEL] += pair.votes
    return Tally(models, len(judged), wins, left_wins, right_wins, rest)
