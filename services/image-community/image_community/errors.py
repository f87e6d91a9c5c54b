"""What can go wrong in our rules, named without HTTP.

    DomainError
    ├── identity      NotAuthenticated, InvalidToken
    ├── uploads       UnreadableImage, ImageTooLarge
    ├── posts         PostNotFound, NotOwner, InvalidCursor
    └── tournaments   TooFewImages, NoPairLeft, MatchGone, NotYourMatch,
                      WrongPair, AlreadyVoted, PairAlreadyJudged

Each class says its kind and its code (contracts/error_codes.json); `runtime/problem.py` maps kinds to HTTP.
"""

from enum import Enum
from typing import ClassVar


class Kind(Enum):
    """The six ways a request can be refused by a rule."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    GONE = "gone"


class DomainError(Exception):
    """A rule said no. `detail` is one plain sentence for people; `field` names the input at fault, if any."""

    kind: ClassVar[Kind]
    code: ClassVar[str]
    detail: ClassVar[str]
    field: ClassVar[str | None] = None

    def __str__(self) -> str:
        return self.detail
