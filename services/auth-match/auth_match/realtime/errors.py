"""What every socket refuses, before the feature is called."""

from auth_match.errors import FORBIDDEN, INVALID, LIMITED, DomainError


class OriginRefused(DomainError):
    kind, code = FORBIDDEN, "forbidden"
    sentence = "Pages of this origin may not open this socket."


class TooManySockets(DomainError):
    """The user has `SOCKETS_PER_USER` other sockets, over all processes."""

    kind, code = LIMITED, "rate_limited"
    sentence = "This account has too many open sockets."


class MalformedFrame(DomainError):
    """Not one JSON object as text: the client is broken, and its socket is closed (4400)."""

    kind, code = INVALID, "malformed_frame"
    sentence = "Every frame is one JSON object, sent as text."


class InvalidFrame(DomainError):
    """A JSON object that is no message of the protocol; the socket stays open."""

    kind, code = INVALID, "invalid"
    sentence = "This is not a message of the protocol."
