"""Domain errors, independent of HTTP.

    DomainError
    ├── identity      NotAuthenticated, InvalidToken
    ├── uploads       UnreadableImage, ImageTooLarge
    ├── posts         PostNotFound, NotOwner, InvalidCursor
    └── tournaments   TooFewImages, TooFewAuthors, NoPairLeft, MatchGone,
                      NotYourMatch, WrongPair, AlreadyVoted, PairAlreadyJudged

Each class has a kind and a code (contracts/error_codes.json); `runtime/problem.py` maps kinds to HTTP.
"""

from enum import Enum
from typing import ClassVar


class Kind(Enum):
    """The six kinds of refusal."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    GONE = "gone"


class DomainError(Exception):
    """A refusal by a rule. `detail` is a plain sentence for people; `field` is the invalid input, if any."""

    kind: ClassVar[Kind]
    code: ClassVar[str]
    detail: ClassVar[str]
    field: ClassVar[str | None] = None
    field_code: ClassVar[str | None] = None  # of the field, if it differs from `code`

    def __str__(self) -> str:
        return self.detail
