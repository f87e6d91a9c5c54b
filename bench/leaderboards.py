"""What the ratings are worth, and what they cost.

    make bench-leaderboards

Agreement with a general optimiser, how often the intervals hold the truth, and the time of the two fits at
the largest size that the worker gives them. Seconds are of computing, so other work beside counts little.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from bench.terminal import Bar, Progress, at_most, verdict
from bench.votes_by_chance import direct_fit, drawn, held, known_strengths
from image_community.leaderboards.domain.bradley_terry import Comparisons, fit
from image_community.leaderboards.domain.image_ratings import rated
from image_community.leaderboards.domain.scale import PRIOR_DEVIATION, rate
from image_community.leaderboards.jobs import MAX_MODELS
from image_community.leaderboards.rating_repository import MAX_VOTES

FITS, ITEMS, SIMULATIONS = 40, 20, 500
IMAGES = 50_000


def agreement() -> float:
    """The largest difference to scipy's own fit, natural logarithms of odds."""
    worst = 0.0
    with Progress("fits compared", FITS) as progress:
        for seed in range(FITS):
            votes = drawn(known_strengths(ITEMS, seed), 4000, seed)
            ours = fit(votes, prior_deviation=None)
            worst = max(worst, float(np.abs(ours - direct_fit(votes)).max()))
            progress.advance()
    return worst


def coverage(prior_deviation: float | None) -> float:
    """How often the 95 % interval holds the truth, over all items and all seeded simulations."""
    found = 0
    with Progress("simulations", SIMULATIONS) as progress:
        for seed in range(SIMULATIONS):
            found += held(seed, items=ITEMS, prior_deviation=prior_deviation)
            progress.advance()
    return found / (ITEMS * SIMULATIONS)


def seconds(run: Callable[[], object]) -> float:
    """Of computing."""
    began = time.process_time()
    run()
    return time.process_time() - began


def image_votes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As many votes as are read, each a pair of its own nearly always."""
    votes = drawn(known_strengths(IMAGES, 1), MAX_VOTES, 1)
    ids = [each.astype(np.int32) for each in (votes.winners, votes.losers)]
    return ids[0], ids[1], votes.wins.astype(np.int64)


def model_votes() -> Comparisons:
    """Every model met every other."""
    return drawn(known_strengths(MAX_MODELS, 2), 1_000_000, 2)


def main() -> int:
    """Measure, print, judge."""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; load before {os.getloadavg()[0]:.1f}", flush=True)
    worst = agreement()
    shares = {"without prior": coverage(None), "as published": coverage(PRIOR_DEVIATION)}
    models, images = model_votes(), image_votes()
    of_models, of_images = seconds(lambda: rate(models)), seconds(lambda: rated(*images))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bars = [
        Bar(
            f"largest difference to scipy's fit, {FITS} fields of {ITEMS} ≤ 1e-6",
            f"{worst:.1e}",
            worst <= 1e-6,
        ),
        *(
            Bar(
                f"intervals that hold the truth, {ITEMS} items × {SIMULATIONS} simulations, {kind}: 94–96 %",
                f"{share:.2%}",
                0.94 <= share <= 0.96,
            )
            for kind, share in shares.items()
        ),
        at_most(5, of_models, f"CPU of a fit of {MAX_MODELS} models", " s"),
        at_most(30, of_images, f"CPU of a fit of {IMAGES:,} images from {MAX_VOTES:,} votes", " s"),
        at_most(600, megabytes, "memory of it all", " MB"),
    ]
    return verdict(bars)


if __name__ == "__main__":
    sys.exit(main())
