"""What counts as a second factor, and when staff must have passed it (decision 0036)."""

from enum import StrEnum


class Policy(StrEnum):
    """The values of AUTH_MATCH_STAFF_SECOND_FACTOR."""

    OFF = "off"
    ENROLLED = "enrolled"  # staff with a device must use it
    REQUIRED = "required"  # staff without a device may open only the enrolment page


def is_satisfied(policy: Policy, *, is_verified: bool, is_enrolled: bool) -> bool:
    """Whether a session may use the admin. `is_verified`: it has passed a code of an existing device."""
    match policy:
        case Policy.OFF:
            return True
        case Policy.ENROLLED:
            return is_verified or not is_enrolled
        case Policy.REQUIRED:
            return is_verified


def must_enrol(policy: Policy, *, is_enrolled: bool) -> bool:
    return policy is Policy.REQUIRED and not is_enrolled


def as_typed(code: str) -> str:
    """Normalises a code: users copy codes with spaces, dashes and capitals."""
    return "".join(code.split()).replace("-", "").lower()


def is_totp(code: str) -> bool:
    """Six ASCII digits; any other text can only be a recovery code. Python's `int` also accepts `+12345`,
    `1_2345` and digits of other scripts. Source: RFC 6238, RFC 4226 5.3."""
    return len(code) == 6 and code.isascii() and code.isdigit()
