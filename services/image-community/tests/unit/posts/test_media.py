"""The owner of a store, and the limit of deletions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_community.posts.domain.media import (
    Count,
    Refusal,
    SweepLimit,
    due_before,
    is_too_many,
    refusal_by_marker,
    refusal_without_marker,
)


def may_adopt(files: int, named: int) -> bool:
    return refusal_without_marker(Count(files, named), are_named=named > 0) is None


@pytest.mark.parametrize(
    ("files", "named", "adopted"),
    [
        (0, 0, True),
        (1, 1, True),
        (1, 0, False),
        (100, 90, True),
        (100, 89, False),
        (10, 9, True),
        (19, 17, False),
    ],
)
def test_a_store_without_a_marker_is_adopted_if_it_is_plainly_ours(files, named, adopted):
    assert may_adopt(files, named) is adopted


def test_an_empty_store_is_not_adopted_while_rows_name_files():
    assert refusal_without_marker(Count(0, 0), are_named=True) is Refusal.EMPTY_FOLDER
    assert refusal_without_marker(Count(1, 0), are_named=True) is Refusal.UNNAMED_FILES


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_adopting_is_monotone_and_never_takes_a_store_that_rows_do_not_know(files, named):
    named = min(named, files)
    if may_adopt(files, named):
        assert files == 0 or named > 0
        assert may_adopt(files, files)
    elif named:
        assert not may_adopt(files, named - 1)


@pytest.mark.parametrize("known", [None, *Refusal])
@pytest.mark.parametrize(
    ("marker", "refusal"),
    [("this", None), ("that", Refusal.OTHER_DATABASE), ("", Refusal.OTHER_DATABASE)],
)
def test_only_the_own_marker_is_accepted(marker, refusal, known):
    assert refusal_by_marker(marker, "this", known=known) is refusal


@pytest.mark.parametrize("known", Refusal)
def test_without_a_marker_an_earlier_refusal_remains(known):
    assert refusal_by_marker(None, "this", known=known) is known
    assert refusal_by_marker(None, "this", known=None) is Refusal.UNNAMED_FILES


@pytest.mark.parametrize(
    ("deletions", "files", "too_many"),
    [(0, 0, False), (19, 19, False), (20, 200, False), (20, 199, True), (21, 210, False), (1000, 1000, True)],
)
def test_many_deletions_wait(deletions, files, too_many):
    assert is_too_many(deletions, files=files, limit=SweepLimit(10, 20)) is too_many


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.floats(0, 100), st.integers(1, 1000))
def test_more_deletions_of_as_many_files_are_never_fewer(deletions, files, percent, least):
    limit = SweepLimit(percent, least)
    if is_too_many(deletions, files=files, limit=limit):
        assert deletions >= least
        assert is_too_many(deletions + 1, files=files, limit=limit)


def test_a_file_is_due_an_hour_after_it_was_first_seen():
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert due_before(now) == now - timedelta(hours=1)
