"""Reads a leaderboard, renders its charts, writes them."""

import base64
import io
import json
import sys
from xml.sax.saxutils import escape

from matplotlib.figure import Figure

from image_community.leaderboards.charts.frame import MAX_ROWS, Leaderboard, minute, set_up
from image_community.leaderboards.charts.ratings import draw_ratings
from image_community.leaderboards.charts.win_rates import draw_win_rates
from image_community.leaderboards.domain.labels import one_line

PNG_DOTS_PER_INCH = 160


def as_png(figure: Figure) -> bytes:
    """160 dots per inch."""
    into = io.BytesIO()
    figure.savefig(into, format="png", dpi=PNG_DOTS_PER_INCH, metadata={"Software": None})
    return into.getvalue()


def as_svg(figure: Figure, title: str, description: str) -> bytes:
    """With a title and a description for screen readers (SVG 2, 5.7)."""
    into = io.StringIO()
    figure.savefig(into, format="svg", metadata={"Date": None, "Creator": None})
    head, opening, rest = into.getvalue().partition("<svg ")
    attributes, _, content = rest.partition(">")
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{head}{opening}role="img" {attributes}>{words}{content}'.encode()


def _in_words(leaderboard: Leaderboard) -> str:
    rows = [
        f"{each['rank']}. {one_line(each['model_name'])}: {each['rating']:.0f}"
        f" ({each['rating_low']:.0f} to {each['rating_high']:.0f})"
        for each in leaderboard["models"][:MAX_ROWS]
    ]
    return "; ".join(rows) or f"No model has {leaderboard['min_votes']} votes yet"


def draw(leaderboard: Leaderboard) -> dict[str, bytes]:
    """Every chart, by the name under which it is published."""
    ratings, win_rates = draw_ratings(leaderboard), draw_win_rates(leaderboard)
    words = f"Rating and 95 % interval as of {minute(leaderboard)}: {_in_words(leaderboard)}."
    cells = (
        "Each cell is the share of wins of the row's model against the column's, and the number of matches."
        " GET /api/v1/leaderboards/models has the same as numbers, in win_rates and matches."
    )
    return {
        "models.svg": as_svg(ratings, "Model leaderboard", words),
        "models.png": as_png(ratings),
        "win-rates.svg": as_svg(win_rates, "Win rates between models", cells),
        "win-rates.png": as_png(win_rates),
    }


def main() -> None:
    """Read, render, write."""
    set_up()
    charts = draw(json.load(sys.stdin))
    json.dump({name: base64.b64encode(body).decode() for name, body in charts.items()}, sys.stdout)


if __name__ == "__main__":
    main()
