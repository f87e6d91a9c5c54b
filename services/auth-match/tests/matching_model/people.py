"""Who the people of a trial are."""

from itertools import product

from hypothesis import strategies as st

from auth_match.matching.domain.compatibility import Seeker

# Of few ages and few wishes: they often fit, and often do not.
WISHES = tuple(
    Seeker(age, gender, low, high, preferred)
    for (low, high), preferred, gender, age in product(
        ((18, 99), (18, 99), (18, 30), (30, 99)),
        ("any", "male", "female"),
        ("female", "male"),
        (30, 31, 18, 99),
    )
)

ages = st.integers(18, 99)
any_seeker = st.builds(
    lambda age, gender, bounds, wants: Seeker(age, gender, min(bounds), max(bounds), wants),
    ages,
    st.sampled_from(("female", "male")),
    st.tuples(ages, ages),
    st.sampled_from(("any", "male", "female")),
)
