import pytest

from auth_match.accounts.domain import second_factor as rule
from auth_match.accounts.domain.second_factor import Policy


@pytest.mark.parametrize(
    ("policy", "is_verified", "is_enrolled", "is_satisfied"),
    [
        (Policy.OFF, False, True, True),
        (Policy.ENROLLED, False, False, True),
        (Policy.ENROLLED, False, True, False),
        (Policy.ENROLLED, True, True, True),
        (Policy.REQUIRED, False, False, False),
        (Policy.REQUIRED, False, True, False),
        (Policy.REQUIRED, True, True, True),
    ],
)
def test_factor_that_a_session_needs(
    policy: Policy, is_verified: bool, is_enrolled: bool, is_satisfied: bool
) -> None:
    assert rule.is_satisfied(policy, is_verified=is_verified, is_enrolled=is_enrolled) is is_satisfied


def test_only_policy_required_sends_to_the_enrolment_page() -> None:
    assert rule.must_enrol(Policy.REQUIRED, is_enrolled=False)
    assert not rule.must_enrol(Policy.REQUIRED, is_enrolled=True)
    assert not rule.must_enrol(Policy.ENROLLED, is_enrolled=False)
    assert not rule.must_enrol(Policy.OFF, is_enrolled=False)


@pytest.mark.parametrize("code", ["123456", "123 456", " 123-456 "])
def test_six_digits_are_a_code_of_the_app(code: str) -> None:
    assert rule.is_totp(rule.as_typed(code))


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "+12345", "1_2345", "١٢٣٤٥٦", "abcdefgh", "23456723"]
)
def test_other_texts_are_not_codes_of_the_app(code: str) -> None:
    assert not rule.is_totp(rule.as_typed(code))
