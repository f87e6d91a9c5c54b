"""What can go wrong in the rules of this service, without a word about how it travels.

    DomainError
    ├── INVALID          the input breaks a rule                      (HTTP 422)
    ├── UNAUTHENTICATED  we do not know who is asking                 (HTTP 401)
    ├── FORBIDDEN        we know, and they may not                    (HTTP 403)
    ├── NOT_FOUND        there is no such thing, or not for them      (HTTP 404)
    ├── CONFLICT         it disagrees with what is already there      (HTTP 409)
    ├── GONE             it was there, and is over                    (HTTP 410)
    └── LIMITED          it was tried too often; later it may pass    (HTTP 429)

A feature's `errors.py` names its own: `class UsernameTaken(DomainError): kind, code = CONFLICT, "…"`.
Each `code` is listed in `contracts/error_codes.json`. Only transport knows statuses and close codes.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    GONE = "gone"
    LIMITED = "limited"


INVALID = Kind.INVALID
UNAUTHENTICATED = Kind.UNAUTHENTICATED
FORBIDDEN = Kind.FORBIDDEN
NOT_FOUND = Kind.NOT_FOUND
CONFLICT = Kind.CONFLICT
GONE = Kind.GONE
LIMITED = Kind.LIMITED


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field of the input; `field` is "" when it is the input as a whole."""

    field: str
    code: str
    message: str


class DomainError(Exception):
    """A refusal by a rule. `detail` is one plain English sentence that clients may show."""

    kind: ClassVar[Kind]
    code: ClassVar[str]
    sentence: ClassVar[str] = "The request was refused."
    retry_after: int | None = None  # seconds

    def __init__(self, detail: str | None = None, *, errors: tuple[FieldError, ...] = ()) -> None:
        self.detail = detail or self.sentence
        self.errors = errors
        super().__init__(self.detail)


class Invalid(DomainError):
    """The input breaks a rule that has no name of its own; `errors` says which fields."""

    kind, code = INVALID, "invalid"
    sentence = "Some fields are not valid."


class TooOften(DomainError):
    """`retry_after`: so many seconds nothing passes."""

    kind, code = LIMITED, "rate_limited"
    sentence = "That was tried too often; wait a little."

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after
