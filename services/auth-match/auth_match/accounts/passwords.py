"""How passwords are hashed, and the password rules that Django does not include."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from auth_match.errors import FieldError, Invalid

if TYPE_CHECKING:  # the settings name this module's hasher, so the models cannot be loaded from here
    from auth_match.accounts.models import User


class OwaspArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id as OWASP recommends. Django's own parameters take 100 MiB and 8 threads per login."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class MaximumLengthValidator:
    """Bounds the work of hashing: a client could send a megabyte."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"Your password can have at most {self.max_length} characters."


class DistinctCharactersValidator:
    """The same letter twelve times is long, but easy to guess."""

    def __init__(self, min_distinct: int = 5) -> None:
        self.min_distinct = min_distinct

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(set(password)) < self.min_distinct:
            raise ValidationError(self.get_help_text(), code="password_too_few_characters")

    def get_help_text(self) -> str:
        return f"Your password must have at least {self.min_distinct} different characters."


def require_good_password(password: str, user: "User", *, field: str) -> None:
    """Raises Invalid, naming `field`, when a validator of the settings refuses the password."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(
            errors=tuple(
                FieldError(field, problem.code or "invalid", message)
                for problem in error.error_list
                for message in problem.messages
            )
        ) from error
