"""Ranks with ties, sums of votes, position bias, labels of charts, changes of ratings."""

import string
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_community.leaderboards.domain.image_ratings import ROWS, changes, rated
from image_community.leaderboards.domain.labels import EVERY, label, one_line, short_count
from image_community.leaderboards.domain.model_ranks import model_ranks, ranks
from image_community.leaderboards.domain.position_bias import position_bias
from image_community.leaderboards.domain.tally import tally
from image_community.leaderboards.domain.votes import ExclusionReason, PairVotes

intervals = st.lists(st.tuples(st.floats(-2000, 2000), st.floats(0, 500)), max_size=30)


@given(intervals)
def test_rank_is_one_and_how_many_are_surely_better(found):
    low = [centre - reach for centre, reach in found]
    high = [centre + reach for centre, reach in found]
    expected = [1 + sum(other > mine for other in low) for mine in high]
    assert ranks(low, high) == expected


def test_ties():
    assert ranks([10, 8, 1], [14, 12, 5]) == [1, 1, 3]
    assert ranks([5, 5], [9, 9]) == [1, 1]
    assert ranks([5, 1], [9, 5]) == [1, 1], "intervals that touch overlap"
    assert ranks([], []) == []


pairs = st.lists(
    st.builds(
        PairVotes,
        st.sampled_from(string.ascii_lowercase[:6]),
        st.sampled_from(string.ascii_lowercase[6:9]),
        st.integers(1, 50),
        st.just(1),
        st.just(0),
    ),
    max_size=30,
)


@given(pairs, st.integers(1, 9))
def test_every_vote_counts_or_is_left_out(found, most):
    summed = tally(found, Counter({ExclusionReason.SAME_MODEL: 5}), most_models=most)
    assert summed.counted + sum(summed.excluded.values()) == 5 + sum(each.votes for each in found)
    assert len(summed.models) <= most
    assert summed.named == len({each.winner for each in found} | {each.loser for each in found})


def test_position_bias_is_wilsons_interval():
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263
    found = position_bias(left_wins=81, right_wins=182)
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    assert position_bias(left_wins=0, right_wins=9).low == 0
    assert position_bias(left_wins=9, right_wins=0).high == 1
    assert position_bias(left_wins=0, right_wins=0).left_share is None


ASCII = frozenset(range(32, 127)) | {0xE9, 0x301}


@given(st.text(max_size=120))
def test_label_is_one_short_visible_line(name):
    found = label(name, width=20, drawable=ASCII)
    assert 1 <= len([each for each in found if not unicodedata.combining(each)]) <= 20
    assert not set(found) & set("\n\r\t\u202e\u200b\u2028")
    assert all(ord(each) in ASCII or each in "□…" for each in found)


def test_label_keeps_what_fits():
    assert label("  Stable \n Diffusion ", width=20, drawable=ASCII) == "Stable Diffusion"
    assert label("e" + "x" * 19 + "z", width=20, drawable=ASCII) == "e" + "x" * 12 + "…xxxxxz"
    assert label("가나다라마", width=7, drawable=frozenset(map(ord, "가나다라마"))) == "가나…마"
    assert label("e\u0301\u0301\u0301\u0301\u0301", width=9, drawable=ASCII) == "é\u0301\u0301"
    assert label("", width=5, drawable=ASCII) == "□"


def test_long_names_of_one_family_stay_apart():
    family = "플럭스 프로 아주 긴 한국어 모델"
    labels = {label(f"{family} {each}", width=28, drawable=EVERY) for each in ("알파", "베타", "감마")}
    assert len(labels) == 3


def test_line_for_a_description_keeps_what_no_font_has():
    assert one_line("通义万相\n2.1 \u202e🦊") == "通义万相 2.1 🦊"


def test_what_is_no_character_is_not_in_a_description():
    assert one_line("a\uffff\ufffe\U0010ffff") == "a□□□"


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0k"),
        (9949, "9.9k"),
        (9950, "10k"),
        (999_499, "999k"),
        (999_500, "1.0M"),
    ],
)
def test_count_is_short(count, shown):
    assert short_count(count) == shown


ids = st.dictionaries(st.integers(1, 40), st.integers(0, 3), max_size=20)


def table(found: dict[int, int]) -> np.ndarray:
    return np.array(
        [(key, value, value - 1, value + 1, 5) for key, value in sorted(found.items())], dtype=ROWS
    )


@given(ids, ids)
def test_changes_lead_from_what_is_stored_to_what_was_fitted(before, after):
    found = changes(table(before), table(after))
    result = dict(before)
    for row in found.written:
        assert before.get(int(row["id"])) != row["rating"], "unchanged rows are not written"
        result[int(row["id"])] = int(row["rating"])
    for gone in found.gone:
        del result[int(gone)]
    assert result == after


def test_rows_name_the_images_by_id():
    rows = rated(np.array([30, 7], "i4"), np.array([7, 30], "i4"), np.array([8, 2], "i8"))
    assert rows["id"].tolist() == [7, 30]
    assert rows["matches"].tolist() == [10, 10]
    assert rows["rating"][1] > 1000 > rows["rating"][0]
    assert rated(np.zeros(0, "i4"), np.zeros(0, "i4"), np.zeros(0, "i8")).size == 0


def test_a_single_model_has_an_interval_against_all():
    votes = tally([PairVotes("a", "b", 200, 1, 0), PairVotes("a", "c", 100, 1, 0)], Counter(), most_models=9)
    (only,) = model_ranks(votes, min_votes=300)
    assert only.low < only.rating - 20 < only.rating + 20 < only.high
