"""The ratings of the models, with their intervals."""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from image_community.leaderboards.charts.frame import (
    BLUE,
    DARK,
    GREY,
    MAX_ROWS,
    PALE,
    Leaderboard,
    Model,
    frame,
    note_of,
    short_name,
    widest,
    without_models,
)
from image_community.leaderboards.domain.rating import RATING
from image_community.leaderboards.domain.scale import MEAN_RATING

NAME_SIZE = 9.5  # points


def draw_ratings(leaderboard: Leaderboard) -> Figure:
    """One row per model, the best first: its rating as a dot, its 95 % interval as a line."""
    models = leaderboard["models"][:MAX_ROWS]
    votes = leaderboard["votes"]
    counted = f"{votes['counted']:,} of {votes['in_all']:,} votes count"
    note = f"Rank: one more than the number of intervals wholly above · {counted}"
    width = 7.3 + widest([short_name(each) for each in models], NAME_SIZE)
    height = 2.3 + 0.36 * max(len(models), 2)
    figure = frame(width, height, "Model leaderboard", note_of(leaderboard, note))
    if models:
        _draw_rows(figure.subplots(), models)
    else:
        without_models(figure, leaderboard)
    return figure


def _draw_rows(axes: Axes, models: Sequence[Model]) -> None:
    rows = np.arange(len(models))
    rating, low, high = (np.array([each[name] for each in models]) for name in RATING)
    band = axes.get_yaxis_transform()  # x in fractions of the axes, y in rows
    axes.barh(rows[::2], 1, height=1, color="#F9FAFB", transform=band, zorder=0)
    axes.axvline(MEAN_RATING, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
    axes.hlines(rows, low, high, color=BLUE, linewidth=2.4, alpha=0.5, zorder=2)
    axes.plot(rating, rows, "o", color=BLUE, markersize=6.5, markeredgecolor="white", zorder=3)
    _write_columns(axes, models)
    axes.set_yticks([])
    axes.set_ylim(len(models) - 0.5, -0.5)
    axes.spines[:].set_visible(False)
    axes.grid(axis="x", color=PALE, linewidth=0.7)
    axes.set_axisbelow(True)
    left, right = min(low.min(), MEAN_RATING), max(high.max(), MEAN_RATING)
    margin = max(0.06 * (right - left), 20)  # at least 40 points wide, so that the ticks are whole numbers
    axes.set_xlim(left - margin, right + margin)
    axes.tick_params(axis="x", length=0, labelsize=8.5)
    axes.set_xlabel(
        "Rating with its 95 % interval. 400 points are odds of ten to one; dashed: the mean", fontsize=8.5
    )


def _write_columns(axes: Axes, models: Sequence[Model]) -> None:
    """Columns beside the rows, in points from the axes' edges, so that long names do not overlap them."""
    columns = [
        (0, -46, "Model", NAME_SIZE, [short_name(each) for each in models]),
        (0, -8, "Rank", 8.5, [str(each["rank"]) for each in models]),
        (1, 76, "Rating", 8.5, [_points(each) for each in models]),
        (1, 136, "Votes", 8.5, [f"{each['votes']:,}" for each in models]),
    ]
    for edge, points, heading, size, texts in columns:
        # Each name is a separate text, so that right-to-left text does not affect others.
        style: dict[str, Any] = {"textcoords": "offset points", "ha": "right", "va": "center"}
        top: dict[str, Any] = {"xycoords": "axes fraction", "fontsize": 8.5, "color": GREY, **style}
        axes.annotate(heading, (edge, 1), (points, 10), **top)
        style |= {"fontsize": size, "color": DARK if heading == "Model" else GREY}
        for row, text in enumerate(texts):
            axes.annotate(text, (edge, row), (points, 0), xycoords=axes.get_yaxis_transform(), **style)


def _points(model: Model) -> str:
    return f"{model['rating']:.0f} ± {ceil((model['rating_high'] - model['rating_low']) / 2)}"
