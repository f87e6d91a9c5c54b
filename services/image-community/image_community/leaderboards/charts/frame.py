"""Shared by both charts: fonts, colours, the frame with its title, shortened names.

Colours: M. Okabe, K. Ito, "Color Universal Design" (2008), and a scale from orange over white to blue; every
value is also visible as a position or a number.
"""

import importlib.util
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.layout_engine import ConstrainedLayoutEngine

from image_community.leaderboards.domain.labels import label

BLUE, GREY, DARK, PALE, FAINT = "#0072B2", "#6B7280", "#1F2937", "#E5E7EB", "#F3F4F6"
ORANGE_TO_BLUE = ["#B35806", "#F1A340", "#F7F7F7", "#67A9CF", "#0B5394"]
BALANCE = LinearSegmentedColormap.from_list("balance", ORANGE_TO_BLUE)
MAX_ROWS = 30
NAME_COLUMNS = 32

Model = Mapping[str, Any]
Leaderboard = Mapping[str, Any]


def set_up() -> None:
    """Defaults of this process: fonts with Hangul, no markup in text, deterministic output."""
    fontManager.addfont(_hangul_font())
    mpl.rcParams.update(
        {
            "font.family": ["DejaVu Sans", "NanumGothic"],
            "text.parse_math": False,
            "axes.unicode_minus": False,
            "svg.fonttype": "path",
            "svg.hashsalt": "maru",
            "text.color": DARK,
            "axes.edgecolor": PALE,
            "axes.labelcolor": DARK,
            "xtick.color": GREY,
            "ytick.color": DARK,
        }
    )


def _hangul_font() -> Path:
    """A file of a package that is located but not imported, since importing it changes pyplot."""
    spec = importlib.util.find_spec("koreanize_matplotlib")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "fonts" / "NanumGothic.ttf"


@cache
def _drawable() -> frozenset[int]:
    fallback = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return frozenset().union(*(FT2Font(str(font)).get_charmap() for font in (_hangul_font(), fallback)))


def short_name(model: Model) -> str:
    """The name on one line of bounded width."""
    return label(model["model_name"], width=NAME_COLUMNS, drawable=_drawable())


def widest(texts: Iterable[str], points: float) -> float:
    """The width of the widest text in inches, at this font size; 0 without texts."""
    figure = Figure()
    FigureCanvasAgg(figure)
    sizes = [figure.text(0, 0, each, fontsize=points).get_window_extent().width for each in texts]
    return max(sizes, default=0.0) / figure.dpi


def minute(leaderboard: Leaderboard) -> str:
    """`as_of` to the minute."""
    return f"{leaderboard['as_of'][:16].replace('T', ' ')} UTC"


def note_of(leaderboard: Leaderboard, note: str) -> str:
    """The note, and below it how many models are drawn and `as_of`."""
    drawn, models = min(MAX_ROWS, len(leaderboard["models"])), leaderboard["models_in_all"]
    cut = f"The first {drawn} of {models} models as of" if models > drawn else "As of"
    return f"{note}\n{cut} {minute(leaderboard)}".strip()


def frame(width: float, height: float, title: str, note: str) -> Figure:
    """An empty figure (size in inches) with a title above and a note below."""
    layout = ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12)
    figure = Figure(figsize=(width, height), layout=layout, facecolor="white")
    figure.suptitle(title, x=0.02, ha="left", fontsize=15, fontweight="bold", fontfamily="DejaVu Sans")
    figure.supxlabel(note, x=0.02, ha="left", fontsize=8.5, color=GREY)
    return figure


def without_models(figure: Figure, leaderboard: Leaderboard) -> None:
    """A sentence instead of empty axes."""
    axes = figure.subplots()
    axes.set_axis_off()
    text = f"No model has {leaderboard['min_votes']} votes yet."
    axes.text(0.5, 0.5, text, ha="center", va="center", fontsize=13, color=GREY, transform=axes.transAxes)
