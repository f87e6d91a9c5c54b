import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth_match.accounts.domain import usernames


@pytest.mark.parametrize("name", ["bob", "alice_1", "마루나루", "a.b-c", "x" * 30, "7seas"])
def test_ordinary_names_are_acceptable(name: str) -> None:
    assert usernames.is_acceptable(name)


@pytest.mark.parametrize(
    "name",
    ["", "ab", "x" * 31, "a b c", "_alice", ".bob", "al\0ice", "ali\u200bce", "<b>", "a\ud800bc", "a@b.c"],
)
def test_short_long_and_invisible_names_are_refused(name: str) -> None:
    assert not usernames.is_acceptable(name)


def test_full_width_letters_become_plain_ones() -> None:
    assert usernames.normalised("Ａｌｉｃｅ") == "Alice"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Alice", "aLICE"), ("STRASSE", "straße"), ("Ａｌｉｃｅ", "alice"), ("ÅSA", "a\u030asa")],
)
def test_names_that_differ_in_case_alone_share_a_key(one: str, other: str) -> None:
    assert usernames.key_of(one) == usernames.key_of(other)


@given(st.text(min_size=usernames.MIN_LENGTH, max_size=usernames.MAX_LENGTH))
def test_key_fits_its_column_and_is_its_own_key(text: str) -> None:
    name = usernames.normalised(text)
    if usernames.is_acceptable(name):
        key = usernames.key_of(name)
        assert len(key) <= usernames.KEY_MAX_LENGTH
        assert usernames.key_of(key) == key
