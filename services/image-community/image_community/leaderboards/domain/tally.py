"""Sums of votes about models."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from image_community.leaderboards.domain.bradley_terry import Comparisons
from image_community.leaderboards.domain.votes import ExclusionReason, PairVotes


@dataclass(frozen=True, slots=True)
class Tally:
    """The input of the fit. `wins[i][j]`: how often model i beat model j; `named`: number of models."""

    models: Sequence[str]
    named: int
    wins: np.typing.NDArray[np.int64]
    left_wins: int
    right_wins: int
    excluded: Counter[ExclusionReason] = field(default_factory=Counter)

    @property
    def counted(self) -> int:
        """The number of fitted votes."""
        return int(self.wins.sum())

    def comparisons(self) -> Comparisons:
        """The pairs that met, as input of `fit`."""
        winners, losers = np.nonzero(self.wins)
        return Comparisons(len(self.models), winners, losers, self.wins[winners, losers].astype(np.float64))


def tally(pairs: Iterable[PairVotes], excluded: Counter[ExclusionReason], *, most_models: int) -> Tally:
    """Sum the pairs of the models with the most votes, ties in alphabetical order."""
    known = list(pairs)
    judged: Counter[str] = Counter()
    for pair in known:
        judged[pair.winner] += pair.votes
        judged[pair.loser] += pair.votes
    models = sorted(judged, key=lambda name: (-judged[name], name))[:most_models]
    index_of = {name: index for index, name in enumerate(models)}
    wins = np.zeros((len(models), len(models)), dtype=np.int64)
    rest, left_wins, right_wins = Counter(excluded), 0, 0
    for pair in known:
        if pair.winner in index_of and pair.loser in index_of:
            wins[index_of[pair.winner], index_of[pair.loser]] += pair.votes
            left_wins += pair.left_wins
            right_wins += pair.right_wins
        else:
            rest[ExclusionReason.RARE_MODEL] += pair.votes
    return Tally(models, len(judged), wins, left_wins, right_wins, rest)
