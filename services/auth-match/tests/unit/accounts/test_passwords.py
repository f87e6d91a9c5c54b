import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from auth_match.accounts.models import User


def test_new_passwords_are_hashed_with_argon2id_at_19_mib(password_hash: str) -> None:
    assert password_hash.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_password_hashed_by_pbkdf2_is_still_verified() -> None:
    old = PBKDF2PasswordHasher().encode("correct horse battery", "salt", iterations=1)
    assert identify_hasher(old).algorithm == "pbkdf2_sha256"
    assert check_password("correct horse battery", old)
    assert make_password("x").startswith("argon2")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_too_short"),
        ("x" * 129, "password_too_long"),
        ("password12345", "password_too_common"),
        ("728195630471", "password_entirely_numeric"),
        ("xxxxxxxxxxxx", "password_too_few_characters"),
        ("abcdabcdabcd", "password_too_few_characters"),
        ("alice_in_maru", "password_too_similar"),
    ],
)
def test_weak_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, User(username="alice_in_mar"))
    assert code in {error.code for error in refusal.value.error_list}
