"""A wider range finds every user it found before, and none outside 18–99."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auth_match.matching.domain.compatibility import Seeker, accepts
from auth_match.matching.domain.widening import Widening, widened

ages = st.integers(18, 99)
seekers = st.builds(
    lambda age, gender, bounds, wants: Seeker(age, gender, min(bounds), max(bounds), wants),
    ages,
    st.sampled_from(["male", "female"]),
    st.tuples(ages, ages),
    st.sampled_from(["male", "female", "any"]),
)
widenings = st.builds(Widening, st.integers(5, 300), st.integers(1, 20))


@given(seekers, seekers, widenings)
def test_who_was_accepted_is_accepted(one: Seeker, other: Seeker, widening: Widening) -> None:
    if accepts(one, other):
        assert accepts(widened(one, widening), other)


@given(seekers, widenings)
def test_only_the_range_grows_and_stays_within_the_ages_there_are(seeker: Seeker, widening: Widening) -> None:
    wide = widened(seeker, widening)
    assert replace(wide, age_min=seeker.age_min, age_max=seeker.age_max) == seeker
    assert wide.age_min in (seeker.age_min - widening.years, 18)
    assert wide.age_max in (seeker.age_max + widening.years, 99)
    assert 18 <= wide.age_min <= seeker.age_min
    assert seeker.age_max <= wide.age_max <= 99


def test_whole_range_stays_as_it_is() -> None:
    any_seeker = Seeker(age=30, gender="female", age_min=18, age_max=99, preferred_gender="any")
    assert widened(any_seeker, Widening(after_seconds=30, years=5)) == any_seeker
