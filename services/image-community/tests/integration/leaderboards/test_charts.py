"""The charts: no text is cut off or overlaps, for any names and any number of models."""

from datetime import UTC, datetime
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from image_community.leaderboards.charts.frame import MAX_ROWS, set_up
from image_community.leaderboards.charts.ratings import draw_ratings
from image_community.leaderboards.charts.win_rates import draw_win_rates
from image_community.leaderboards.domain.model_ranks import model_ranks
from image_community.leaderboards.domain.report import report
from image_community.leaderboards.domain.tally import tally
from image_community.leaderboards.domain.votes import PairVotes

NAMES = ["Flux", "W" * 100, "가" * 100, "$\\frac{1}{0}$", "Z" + "\u0351" * 60, "\u202egnp.exe", "a\nb\tc"]


def leaderboard(models: int, votes: int) -> dict:
    """Each model beat the next one two times in three."""
    names = [f"{NAMES[at % len(NAMES)]}{at // len(NAMES) or ''}" for at in range(models + 1)]
    pairs = [
        PairVotes(*pair, times, times, 0)
        for one, other in zip(names, names[1:] + names[:1], strict=True)
        for pair, times in (((one, other), 2 * votes), ((other, one), votes))
    ]
    summed = tally(pairs, {}, most_models=500)
    shown = model_ranks(summed, min_votes=300)[:models]
    return report(summed, shown, min_votes=300, spellings={}, as_of=datetime.now(UTC))


def texts_of(figure: Figure) -> dict[Text, Bbox]:
    """Every visible text with its position; fails if one is cut off."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [each for each in figure.findobj(Text) if each.get_text().strip() and each.get_visible()]
    boxes = {each: each.get_window_extent() for each in texts}
    for text, (left, bottom, right, top) in ((each, box.extents) for each, box in boxes.items()):
        width, height = canvas.get_width_height()
        assert 0 <= left < right <= width, text.get_text()
        assert 0 <= bottom < top <= height, text.get_text()
    return boxes


@pytest.mark.parametrize("votes", [100, 10_000_000])
@pytest.mark.parametrize("models", [0, 1, 2, 30, 40])
def test_no_rating_lies_on_another_or_outside(models, votes):
    set_up()
    boxes = texts_of(draw_ratings(leaderboard(models, votes)))
    assert len(boxes) > 4 * min(models, MAX_ROWS)
    for one, other in combinations(boxes, 2):
        assert not boxes[one].overlaps(boxes[other]), (one.get_text(), other.get_text())


@pytest.mark.parametrize("models", [0, 1, 2, 16, 30, 40])
def test_no_win_rate_or_name_is_cut_off(models):
    set_up()
    boxes = texts_of(draw_win_rates(leaderboard(models, 100)))
    assert len(boxes) > 2 * min(models, MAX_ROWS)
