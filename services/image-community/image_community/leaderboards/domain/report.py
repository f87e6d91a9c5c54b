"""The published leaderboard of models: plain values for JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from image_community.leaderboards.domain.model_ranks import ModelRank
from image_community.leaderboards.domain.position_bias import position_bias
from image_community.leaderboards.domain.tally import Tally
from image_community.leaderboards.domain.votes import DAILY_CAP, ExclusionReason

MAX_SHOWN = 100  # models


def report(
    votes: Tally,
    ranked: Sequence[ModelRank],
    *,
    min_votes: int,
    spellings: Mapping[str, str],
    as_of: datetime,
) -> dict[str, Any]:
    """A `ModelLeaderboard` (schemas.py). `spellings`: the displayed name per model key."""
    shown = ranked[:MAX_SHOWN]
    left_out = {reason.value: votes.excluded[reason] for reason in ExclusionReason}
    return {
        "as_of": as_of.isoformat().replace("+00:00", "Z"),
        "models": [_model(votes, each, spellings) for each in shown],
        "models_in_all": len(ranked),
        "hidden_models": votes.named - len(ranked),
        "min_votes": min_votes,
        "votes_missing": _votes_missing(votes, min_votes),
        "win_rates": [[_share(votes, each, other) for other in shown] for each in shown],
        "matches": [[_met(votes, each, other) for other in shown] for each in shown],
        "position_bias": _rounded(
            asdict(position_bias(left_wins=votes.left_wins, right_wins=votes.right_wins))
        ),
        "votes": {
            "in_all": votes.counted + sum(left_out.values()),
            "counted": votes.counted,
            "left_out": left_out,
            "daily_cap": DAILY_CAP,
        },
    }


def _model(votes: Tally, model: ModelRank, spellings: Mapping[str, str]) -> dict[str, Any]:
    key = votes.models[model.index]
    return {
        "rank": model.rank,
        "model_key": key,
        "model_name": spellings.get(key, key),
        "rating": round(model.rating, 1),
        "rating_low": round(model.low, 1),
        "rating_high": round(model.high, 1),
        "votes": model.wins + model.losses,
        "wins": model.wins,
        "losses": model.losses,
    }


def _votes_missing(votes: Tally, min_votes: int) -> int | None:
    """Of the hidden model that has the most votes; None if none is hidden."""
    judged = votes.wins.sum(axis=1) + votes.wins.sum(axis=0)
    hidden = judged[judged < min_votes]
    return min_votes - int(hidden.max()) if hidden.size else None


def _met(votes: Tally, one: ModelRank, other: ModelRank) -> int:
    return int(votes.wins[one.index, other.index] + votes.wins[other.index, one.index])


def _share(votes: Tally, one: ModelRank, other: ModelRank) -> float | None:
    met = _met(votes, one, other)
    return round(int(votes.wins[one.index, other.index]) / met, 4) if met else None


def _rounded(values: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
