"""The partner's accounts, one per call, by auth-match's own code: its sign-up refuses their names by HTTP.

Requires `django.setup()` before the import.
"""

import secrets
from dataclasses import dataclass

from auth_match.accounts import service
from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.accounts.domain.usernames import PRACTICE_PREFIX
from auth_match.matching.domain.compatibility import ANY_GENDER, Seeker
from auth_match.matching.preferences.service import change_setting
from demo_data import users
from demo_data.record import DemoUser, Record

GENDERS = ("female", "male")
WIDE = {"preferred_gender": ANY_GENDER, "age_min": MIN_AGE, "age_max": MAX_AGE}


@dataclass(frozen=True, slots=True)
class Account:
    """An account and its access token, which opens sockets for ten minutes."""

    user: DemoUser
    access: str


def sign_up(record: Record, wanted_by: Seeker, age: int) -> Account:
    """An account of a gender and age that the user accepts, of `age` if they do; it accepts every user."""
    wanted = wanted_by.preferred_gender
    gender = secrets.choice(GENDERS) if wanted == ANY_GENDER else wanted
    user, tokens = service.sign_up(
        username=PRACTICE_PREFIX + secrets.token_hex(4),
        password=record.password,
        age=min(max(age, wanted_by.age_min), wanted_by.age_max),
        gender=gender,
        device_label="practice",
        address="127.0.0.1",
    )
    made = DemoUser(user.id, user.username)
    record.add(made)
    change_setting(user_id=user.id, changes=dict(WIDE))
    return Account(made, tokens.access)


def delete_all(record: Record) -> None:
    """Deletes the accounts of the record, and of an earlier run that was killed."""
    for user in list(record.users):
        users.delete(user, record.password)
        record.users.remove(user)
        record.write()
