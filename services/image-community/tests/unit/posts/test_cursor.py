"""A cursor survives a round trip; other text is refused."""

from contextlib import suppress
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_community.posts.domain.cursor import Cursor
from image_community.posts.errors import InvalidCursor

MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(MOMENTS, st.integers(min_value=1, max_value=2**31 - 1))
def test_round_trip(moment, post_id):
    cursor = Cursor(moment, post_id)
    assert Cursor.decode(cursor.encode()) == cursor


@given(st.text())
def test_any_text_is_a_cursor_or_refused(text):
    with suppress(InvalidCursor):
        assert Cursor.decode(text).id < 2**31


@pytest.mark.parametrize("text", ["x", "AAAA", "f_________8AAAAB", "한글", "\ud800"])
def test_foreign_text_is_refused(text):
    with pytest.raises(InvalidCursor):
        Cursor.decode(text)
