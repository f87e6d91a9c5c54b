"""What every socket refuses before a feature is asked."""

from auth_match.errors import FORBIDDEN, INVALID, LIMITED, DomainError


class OriginRefused(DomainError):
    kind, code = FORBIDDEN, "forbidden"
    sentence = "Pages of this origin may not open this socket."


class TooManySockets(DomainError):
    """The user holds `SOCKETS_PER_USER` others, over all processes."""

    kind, code = LIMITED, "rate_limited"
    sentence = "Too many sockets of this account are open."


class MalformedFrame(DomainError):
    """Not one JSON object as text: the client is broken, and its socket is closed (4400)."""

    kind, code = INVALID, "malformed_frame"
    sentence = "Every frame is one JSON object, sent as text."


class InvalidFrame(DomainError):
    """A JSON object that says nothing we know; the socket stays open."""

    kind, code = INVALID, "invalid"
    sentence = "This message is not one of the protocol's."
