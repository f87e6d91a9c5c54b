"""Win rates between models."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from image_community.leaderboards.charts.frame import (
    BALANCE,
    DARK,
    FAINT,
    GREY,
    MAX_ROWS,
    Leaderboard,
    Model,
    frame,
    note_of,
    short_name,
    widest,
    without_models,
)
from image_community.leaderboards.domain.labels import short_count

CELL_INCHES = 0.5
NAME_SIZE = 9  # points
NOTE = """Blue: the row's model wins more often; orange: the column's; ×: they never met
Below each share: the number of matches"""
QUARTERS = [0, 0.25, 0.5, 0.75, 1]


def draw_win_rates(leaderboard: Leaderboard) -> Figure:
    """A matrix of models: the share of wins of the row's model against the column's."""
    models = leaderboard["models"][:MAX_ROWS]
    note = NOTE if models else ""
    cells = CELL_INCHES * max(len(models), 6)
    beside = widest([short_name(each) for each in models], NAME_SIZE)
    leaning = beside * sqrt(0.5)  # how far the columns' names reach up, and past the last column
    size = (cells + beside + leaning + 2.0, cells + leaning + 2.0)
    figure = frame(*size, "Win rates between models", note_of(leaderboard, note))
    if models:
        _draw_cells(figure, models, leaderboard)
    else:
        without_models(figure, leaderboard)
    return figure


def _draw_cells(figure: Figure, models: Sequence[Model], leaderboard: Leaderboard) -> None:
    count = len(models)
    shares = np.array([row[:count] for row in leaderboard["win_rates"][:count]], dtype=float)
    axes = figure.subplots()
    axes.set_facecolor(FAINT)
    # A mesh, not an image: an SVG opened as a document may not load images, even embedded ones.
    cells = axes.pcolormesh(
        np.ma.masked_invalid(shares), cmap=BALANCE, vmin=0, vmax=1, edgecolors="white", linewidth=1.5
    )
    axes.set_aspect("equal")
    axes.invert_yaxis()
    names = [short_name(each) for each in models]
    middles = np.arange(count) + 0.5
    axes.set_xticks(middles, names, rotation=45, ha="left", rotation_mode="anchor", fontsize=NAME_SIZE)
    axes.xaxis.tick_top()
    axes.set_yticks(middles, names, fontsize=NAME_SIZE)
    axes.tick_params(length=0, labelcolor=DARK)
    axes.spines[:].set_visible(False)
    axes.set_ylabel("Model", fontsize=9)
    axes.set_xlabel("Opponent", fontsize=9, labelpad=8)
    axes.xaxis.set_label_position("top")
    _mark_cells(axes, shares, leaderboard["matches"])
    _draw_scale(figure, axes, cells)


def _draw_scale(figure: Figure, axes: Axes, cells: QuadMesh) -> None:
    bar = figure.colorbar(cells, ax=axes, shrink=0.6, pad=0.02, ticks=QUARTERS, format=PercentFormatter(1))
    assert bar.solids is not None
    bar.solids.set(rasterized=False, edgecolor="face")
    bar.set_label("Wins of the row's model", fontsize=9)
    bar.ax.tick_params(labelsize=8, length=0)
    bar.ax.spines[:].set_visible(False)


def _mark_cells(axes: Axes, shares: np.typing.NDArray[np.float64], matches: Sequence[Sequence[int]]) -> None:
    for (row, at), share in np.ndenumerate(shares):
        middle: dict[str, Any] = {"x": at + 0.5, "ha": "center", "va": "center"}
        if row == at:
            axes.text(y=row + 0.5, s="–", fontsize=9, color=GREY, **middle)
        elif np.isnan(share):
            axes.text(y=row + 0.5, s="×", fontsize=9, color=GREY, **middle)
        else:
            middle["color"] = "white" if abs(share - 0.5) > 0.33 else DARK
            axes.text(y=row + 0.4, s=f"{share:.0%}", fontsize=8.5, **middle)
            axes.text(y=row + 0.74, s=short_count(matches[row][at]), fontsize=6, **middle)
